// An OpenID provider with one client, which accepts any name that is entered. It prints one line when it is ready.
import { createServer } from 'node:http'

// its remarks about development are not that line
console.info = console.warn = () => {}
const { default: Provider } = await import('oidc-provider')

const { ISSUER, PORT, CLIENT_SECRET, CONSOLE } = process.env

const provider = new Provider(ISSUER, {
  clients: [{
    client_id: 'countersign-console',
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${CONSOLE}/console/sign-in/oidc/callback`],
    response_types: ['code'],
    grant_types: ['authorization_code']
  }],
  // what the requested scopes give is in the ID token
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
  pkce: { required: () => true },
  cookies: { keys: ['a key of this test'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, preferred_username: id, groups: ['staff'] })
  })
})

createServer(provider.callback()).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
