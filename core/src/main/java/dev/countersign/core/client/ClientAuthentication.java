package dev.countersign.core.client;

import dev.countersign.core.oauth.ClientId;

/** The credentials a token request came with (RFC 6749 §2.3). */
public sealed interface ClientAuthentication {

    /** A client id and secret, by the {@code Authorization} header or in the body. */
    record Secret(AuthenticationMethod method, ClientId clientId, PresentedSecret secret)
            implements ClientAuthentication {}

    /** No credentials, or a client id alone: public clients are not served. */
    record Missing() implements ClientAuthentication {}

    /** Credentials that cannot be read: an unknown scheme, broken Base64, no colon. */
    record Unreadable() implements ClientAuthentication {}
}
