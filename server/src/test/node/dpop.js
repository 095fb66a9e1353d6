// Requests tokens with DPoP proofs by openid-client and oauth4webapi, which nobody here has written. What it needs comes as
// JSON on standard input; what the server answered goes as JSON to standard output.
import { readFileSync } from 'node:fs'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const given = JSON.parse(readFileSync(0, 'utf8'))
const issuer = new URL(given.issuer)
const [ofOpenid, ofWebapi] = given.assertions

async function withOpenidClient() {
  const authentication = openid.ClientSecretBasic(given.secret)
  const config = await openid.discovery(issuer, given.clientId, undefined, authentication, { algorithm: 'oauth2' })
  const proofs = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'))
  const parameters = { assertion: ofOpenid, scope: 'orders:read' }
  const answer = await openid.genericGrantRequest(config, JWT_BEARER, parameters, { DPoP: proofs })
  const refreshed = await openid.refreshTokenGrant(config, answer.refresh_token, undefined, { DPoP: proofs })
  return { type: answer.token_type, refreshed: refreshed.token_type, jkt: await proofs.calculateThumbprint(), token: refreshed.access_token }
}

async function withWebapi() {
  const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2' })
  const server = await oauth.processDiscoveryResponse(issuer, discovered)
  const client = { client_id: given.clientId }
  const authentication = oauth.ClientSecretBasic(given.secret)
  const proofs = oauth.DPoP(client, await oauth.generateKeyPair('EdDSA'))
  const ask = () =>
    oauth.genericTokenEndpointRequest(server, client, authentication, JWT_BEARER, { assertion: ofWebapi }, { DPoP: proofs })
  let answer
  try {
    answer = await oauth.processGenericTokenEndpointResponse(server, client, await ask())
  } catch (refused) {
    if (!oauth.isDPoPNonceError(refused)) {
      throw refused
    }
    answer = await oauth.processGenericTokenEndpointResponse(server, client, await ask())
  }
  const seen = await oauth.introspectionRequest(server, client, authentication, answer.access_token)
  const introspected = await oauth.processIntrospectionResponse(server, client, seen)
  return { type: answer.token_type, introspected: introspected.token_type, jkt: await proofs.calculateThumbprint(), cnf: introspected.cnf }
}

process.stdout.write(JSON.stringify({ openidClient: await withOpenidClient(), webapi: await withWebapi() }))
