// Exchanges the assertion of a service account with google-auth-library. What it needs comes as JSON on standard input; what
// the library made of the answer goes as JSON to standard output.
import { readFileSync } from 'node:fs'
import { JWT } from 'google-auth-library'

const given = JSON.parse(readFileSync(0, 'utf8'))
const client = new JWT({ email: given.email, subject: given.email, key: given.key, scopes: ['orders:read'] })
// The address of Google's token endpoint is built in, and so is the aud of the assertion, which the issuer's alias accepts.
client.transporter.interceptors.request.add({
  resolved: async (request) => {
    request.url = new URL(given.tokenEndpoint)
    return request
  },
})
const { token } = await client.getAccessToken()
process.stdout.write(JSON.stringify({ access_token: token, expires: client.credentials.expiry_date }))
