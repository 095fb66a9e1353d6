// Exchanges tokens by oauth4webapi and openid-client, which nobody here has written (RFC 8693). What it needs comes as JSON on
// standard input; what the server answered goes as JSON to standard output.
import { readFileSync } from 'node:fs'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const TYPE = 'urn:ietf:params:oauth:token-type:'

const given = JSON.parse(readFileSync(0, 'utf8'))
const issuer = new URL(given.issuer)

async function withWebapi() {
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' })
  const server = await oauth.processDiscoveryResponse(issuer, discovered)
  const client = { client_id: given.clientId }
  const authentication = oauth.ClientSecretBasic(given.secret)
  const ask = async (parameters) => {
    const response = await oauth.genericTokenEndpointRequest(server, client, authentication, TOKEN_EXCHANGE, parameters)
    // a grant for another server has token_type N_A (RFC 8693 section 2.2.1)
    return oauth.processGenericTokenEndpointResponse(server, client, response, { recognizedTokenTypes: { n_a: () => {} } })
  }
  const delegated = await ask({
    subject_token: given.subject,
    subject_token_type: TYPE + 'id_token',
    actor_token: given.actor,
    actor_token_type: TYPE + 'jwt',
    scope: 'orders:read orders:write'
  })
  const narrowed = await ask({
    subject_token: delegated.access_token,
    subject_token_type: TYPE + 'access_token',
    scope: 'orders:read'
  })
  const seen = await oauth.introspectionRequest(server, client, authentication, narrowed.access_token)
  const introspected = await oauth.processIntrospectionResponse(server, client, seen)
  const grant = await ask({
    subject_token: narrowed.access_token,
    subject_token_type: TYPE + 'access_token',
    requested_token_type: TYPE + 'jwt',
    audience: given.other
  })
  await oauth.processRevocationResponse(
    await oauth.revocationRequest(server, client, authentication, delegated.access_token))
  const after = await oauth.introspectionRequest(server, client, authentication, narrowed.access_token)
  const revoked = await oauth.processIntrospectionResponse(server, client, after)
  return { delegated, narrowed, introspected, grant, revoked }
}

async function withOpenidClient() {
  const authentication = openid.ClientSecretBasic(given.secret)
  const config = await openid.discovery(issuer, given.clientId, undefined, authentication, { algorithm: 'oauth2' })
  return openid.genericGrantRequest(config, TOKEN_EXCHANGE, {
    subject_token: given.another,
    subject_token_type: TYPE + 'jwt'
  })
}

process.stdout.write(JSON.stringify({ webapi: await withWebapi(), openidClient: await withOpenidClient() }))
