// node-oidc-provider with a JWT bearer grant (RFC 7523), for the comparison. Its only store is the memory of the process: it
// remembers redeemed assertions there, and keeps no record of the tokens that it issues.
// Arguments: port, its issuer identifier, and a JSON object with `issuer`, `jwksUrl`, `secret` and `clients`, which has the
// algorithm of the access tokens by client id.
import { generateKeyPairSync } from "node:crypto";
import { createRemoteJWKSet, jwtVerify } from "jose";
import Provider, { errors } from "oidc-provider";

const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const LIFETIME_SECONDS = 3600;
const SKEW_SECONDS = 30;
const SWEEP_MILLIS = 60_000;

const [port, identifier, settings] = process.argv.slice(2);
const { issuer, jwksUrl, secret, clients } = JSON.parse(settings);

function jwk(algorithm) {
  const { privateKey } =
    algorithm === "RS256"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), alg: algorithm, use: "sig", kid: algorithm };
}

const algorithms = [...new Set(Object.values(clients))];
const provider = new Provider(identifier, {
  clients: Object.keys(clients).map((id) => ({
    client_id: id,
    client_secret: secret,
    token_endpoint_auth_method: "client_secret_basic",
    grant_types: [GRANT],
    redirect_uris: [],
    response_types: [],
  })),
  jwks: { keys: algorithms.map(jwk) },
  enabledJWA: { idTokenSigningAlgValues: algorithms },
  clientDefaults: { id_token_signed_response_alg: algorithms[0] },
  findAccount: async (ctx, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  ttl: { AccessToken: LIFETIME_SECONDS },
  features: { devInteractions: { enabled: false } },
});

// every key of the issuer is fetched once and kept, as in the other servers
const keys = createRemoteJWKSet(new URL(jwksUrl), { cacheMaxAge: Infinity });
const redeemed = new Map();
setInterval(() => {
  const now = Date.now() / 1000;
  for (const [jti, end] of redeemed) {
    if (end < now) {
      redeemed.delete(jti);
    }
  }
}, SWEEP_MILLIS).unref();

async function claimsOf(assertion) {
  try {
    const { payload } = await jwtVerify(assertion, keys, {
      issuer,
      audience: identifier,
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["sub", "jti", "exp"],
      clockTolerance: SKEW_SECONDS,
    });
    return payload;
  } catch (refused) {
    throw new errors.InvalidGrant(`assertion: ${refused.code}`);
  }
}

provider.registerGrantType(
  GRANT,
  async (ctx) => {
    const claims = await claimsOf(ctx.oidc.params.assertion ?? "");
    if (redeemed.has(claims.jti)) {
      throw new errors.InvalidGrant("assertion: replayed");
    }
    redeemed.set(claims.jti, claims.exp + SKEW_SECONDS);
    const { client } = ctx.oidc;
    const token = new provider.AccessToken({ accountId: claims.sub, client, gty: "jwt_bearer", scope: "" });
    token.resourceServer = new provider.ResourceServer(identifier, {
      scope: "",
      audience: identifier,
      accessTokenFormat: "jwt",
      accessTokenTTL: LIFETIME_SECONDS,
      jwt: { sign: { alg: clients[client.clientId], kid: clients[client.clientId] } },
    });
    ctx.oidc.entity("AccessToken", token);
    ctx.body = { access_token: await token.save(), token_type: token.tokenType, expires_in: token.expiration };
  },
  new Set(["assertion", "scope"]),
);

provider.listen(Number(port), "127.0.0.1");
