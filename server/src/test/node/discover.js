// Tokens by way of the MCP SDK and of MSAL, which nobody here has written: both refuse metadata without members that an
// authorization server without sign-in pages would not have. Input and output as in exchange.js.
import { readFileSync } from 'node:fs'
import { ConfidentialClientApplication, ProtocolMode } from '@azure/msal-node'
import { auth } from '@modelcontextprotocol/sdk/client/auth.js'
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

const given = JSON.parse(readFileSync(0, 'utf8'))

class JwtBearerProvider extends ClientCredentialsProvider {
  prepareTokenRequest() {
    return new URLSearchParams({ grant_type: JWT_BEARER, assertion: given.assertion, scope: 'orders:read' })
  }
}

async function withMcp(Provider) {
  const provider = new Provider({
    clientId: given.clientId, clientSecret: given.secret, scope: 'orders:read', expectedIssuer: given.issuer,
  })
  const outcome = await auth(provider, { serverUrl: given.issuer })
  return { outcome, access_token: provider.tokens().access_token }
}

async function withMsal() {
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: given.postingId,
      clientSecret: given.postingSecret,
      authority: given.issuer,
      knownAuthorities: [new URL(given.issuer).host],
    },
    system: { protocolMode: ProtocolMode.OIDC },
  })
  const answer = await application.acquireTokenByClientCredential({ scopes: ['orders:read'] })
  return { outcome: answer.tokenType, access_token: answer.accessToken }
}

process.stdout.write(JSON.stringify({
  mcp: await withMcp(ClientCredentialsProvider),
  mcpJwtBearer: await withMcp(JwtBearerProvider),
  msal: await withMsal(),
}))
