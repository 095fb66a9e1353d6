// An OpenID provider with one client, which accepts any name that is entered. It prints one line when it is ready.
import { createServer } from 'node:http'

// its remarks about development are not that line
console.info = console.warn = () => {}
const { default: Provider } = await import('oidc-provider')

const { ISSUER, PORT, CLIENT_SECRET, CONSOLE, CONSOLE_BEHIND_TLS } = process.env

const provider = new Provider(ISSUER, {
  clients: [{
    client_id: 'countersign-console',
    client_secret: CLIENT_SECRET,
    redirect_uris: [`${CONSOLE}/console/sign-in/oidc/callback`],
    post_logout_redirect_uris: [`${CONSOLE}/console/sign-in`],
    backchannel_logout_uri: `${CONSOLE_BEHIND_TLS}/console/sign-in/oidc/backchannel-logout`,
    backchannel_logout_session_required: true,
    response_types: ['code'],
    grant_types: ['authorization_code']
  }],
  // what the requested scopes give is in the ID token
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
  pkce: { required: () => true },
  features: { backchannelLogout: { enabled: true } },
  // logouts go to this machine, which the dispatcher of its requests refuses
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  cookies: { keys: ['a key of this test'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, preferred_username: id, groups: ['staff'] })
  })
})

createServer(provider.callback()).listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
