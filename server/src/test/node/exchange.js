// Exchanges assertions with openid-client and oauth4webapi, which nobody here has written. What it needs comes as JSON on
// standard input; what the server answered goes as JSON to standard output.
import { readFileSync } from 'node:fs'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const given = JSON.parse(readFileSync(0, 'utf8'))
const issuer = new URL(given.issuer)
const key = await crypto.subtle.importKey('jwk', given.jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
const signing = { key, kid: given.jwk.kid }
const [ofOpenid, ofOpenidSigning, ofWebapi, ofWebapiSigning] = given.assertions

async function withOpenidClient(clientId, authentication, assertion) {
  const config = await openid.discovery(issuer, clientId, undefined, authentication, { algorithm: 'oauth2' })
  const answer = await openid.genericGrantRequest(config, JWT_BEARER, { assertion, scope: 'orders:read' })
  return { access_token: answer.access_token, expires_in: answer.expiresIn(), scope: answer.scope }
}

async function withWebapi(clientId, authentication, assertion) {
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' })
  const server = await oauth.processDiscoveryResponse(issuer, discovered)
  const client = { client_id: clientId }
  const response = await oauth.genericTokenEndpointRequest(server, client, authentication, JWT_BEARER, { assertion })
  const answer = await oauth.processGenericTokenEndpointResponse(server, client, response)
  const seen = await oauth.introspectionRequest(server, client, authentication, answer.access_token)
  const introspected = await oauth.processIntrospectionResponse(server, client, seen)
  const request = new Request('https://orders.example', { headers: { authorization: `Bearer ${answer.access_token}` } })
  const validated = await oauth.validateJwtAccessToken(server, request, given.issuer)
  const gone = await oauth.revocationRequest(server, client, authentication, answer.access_token)
  await oauth.processRevocationResponse(gone)
  const after = await oauth.introspectionRequest(server, client, authentication, answer.access_token)
  const revoked = await oauth.processIntrospectionResponse(server, client, after)
  return { sub: validated.sub, active: introspected.active, activeAfterwards: revoked.active }
}

const answers = {
  openidClient: await withOpenidClient(given.clientId, openid.ClientSecretBasic(given.secret), ofOpenid),
  openidClientSigning: await withOpenidClient(given.signingId, openid.PrivateKeyJwt(signing), ofOpenidSigning),
  webapi: await withWebapi(given.clientId, oauth.ClientSecretBasic(given.secret), ofWebapi),
  webapiSigning: await withWebapi(given.signingId, oauth.PrivateKeyJwt(signing), ofWebapiSigning),
}
process.stdout.write(JSON.stringify(answers))
