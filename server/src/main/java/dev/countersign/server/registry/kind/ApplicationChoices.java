package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.field.Field.choice;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.registry.field.Field.Choice;

/** The values that the console offers for members of an application. */
final class ApplicationChoices {
    private ApplicationChoices() {}

    static Choice[] authentication() {
        return new Choice[] {
            choice(
                    AuthenticationMethod.CLIENT_SECRET_BASIC.value(),
                    "Secret in the Authorization header",
                    "client_secret_basic"),
            choice(
                    AuthenticationMethod.CLIENT_SECRET_POST.value(),
                    "Secret in the body",
                    "client_secret_post, for clients that cannot send the Authorization header"),
            choice(
                    AuthenticationMethod.PRIVATE_KEY_JWT.value(),
                    "Private key JWT",
                    "private_key_jwt, without a shared secret. The aud of the client assertion must be the issuer identifier of this server and nothing else."),
            choice(
                    AuthenticationMethod.TLS_CLIENT_AUTH.value(),
                    "Certificate of an authority",
                    "tls_client_auth, for clients with a certificate of an authority that this server trusts, recognised by a name in it."),
            choice(
                    AuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH.value(),
                    "Own certificate",
                    "self_signed_tls_client_auth, for clients with certificates of their own, which are in x5c of their JWK set.")
        };
    }

    static Choice[] grants() {
        return new Choice[] {
            choice(
                    GrantType.JWT_BEARER.value(),
                    "JWT Bearer",
                    "Exchanges tokens of trusted issuers for access tokens (RFC 7523)."),
            choice(
                    GrantType.CLIENT_CREDENTIALS.value(),
                    "Client Credentials",
                    "Requests access tokens in the name of the application (RFC 6749 §4.4)."),
            choice(
                    GrantType.TOKEN_EXCHANGE.value(),
                    "Token Exchange",
                    "Exchanges tokens of trusted issuers and of this server, with or without an actor (RFC 8693).")
        };
    }
}
