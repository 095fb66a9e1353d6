-- Presents new assertions, one per request, and checks every response. For wrk, with one thread, after the URL:
--   -- FILE SKIP CREDENTIALS [PROOFS]
-- the assertions, one per line and of equal length; the number of those presented before; client id and secret in Base64;
-- DPoP proofs, one per line: each request has the next, and its token must be bound.
-- The results are printed at the end as lines "bench NAME VALUE", with times in milliseconds.

local threads = {}
local file, proofs, head, form, example
local expected = '"access_token":"'
local verified = false

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  presented, answered, refused, exhausted = 0, 0, 0, 0
  file = assert(io.open(args[1], "r"))
  local length = #file:read("*l")
  file:seek("set", tonumber(args[2]) * (length + 1))
  form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.headers["Host"]
    .. "\r\nAuthorization: Basic " .. args[3]
    .. "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. (#form + length)
    .. "\r\n"
  form = "\r\n" .. form
  example = head .. form .. string.rep("x", length)
  if args[4] then
    proofs = assert(io.open(args[4], "r"))
    expected = '"token_type":"DPoP"'
  end
end

function request()
  if not verified then
    -- wrk calls this once before it begins, to inspect a request, which it does not send
    verified = true
    return example
  end
  local assertion = file:read("*l")
  local proof = proofs and proofs:read("*l")
  if assertion == nil or proofs and proof == nil then
    exhausted = 1
    wrk.thread:stop()
    return ""
  end
  presented = presented + 1
  if proof then
    return head .. "DPoP: " .. proof .. "\r\n" .. form .. assertion
  end
  return head .. form .. assertion
end

function response(status, headers, body)
  if status == 200 and body:find(expected, 1, true) then
    answered = answered + 1
  else
    refused = refused + 1
    if refused <= 3 then
      io.stderr:write("refused: " .. status .. " " .. body .. "\n")
    end
  end
end

function done(summary, latency)
  for _, name in ipairs({ "presented", "answered", "refused", "exhausted" }) do
    local sum = 0
    for _, thread in ipairs(threads) do
      sum = sum + thread:get(name)
    end
    print("bench " .. name .. " " .. sum)
  end
  local errors = summary.errors
  print("bench broken " .. errors.connect + errors.read + errors.write + errors.timeout)
  print("bench took " .. summary.duration / 1000)
  for name, percentile in pairs({ p50 = 50, p90 = 90, p99 = 99, p999 = 99.9 }) do
    print("bench " .. name .. " " .. latency:percentile(percentile) / 1000)
  end
  print("bench max " .. latency.max / 1000)
end
