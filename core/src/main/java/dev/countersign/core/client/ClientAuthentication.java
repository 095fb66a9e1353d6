package dev.countersign.core.client;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.ClientId;
import java.util.Optional;
import java.util.OptionalInt;

/** The credentials of a token request (RFC 6749 §2.3). */
public sealed interface ClientAuthentication {

    /** The application that they name, authenticated or not; empty when they name none. */
    default Optional<ClientId> claimedClient() {
        return switch (this) {
            case Secret secret -> Optional.of(secret.clientId());
            case Assertion assertion -> assertion.claimed();
            case Named named -> Optional.of(named.clientId());
            case Unreadable unreadable -> unreadable.claimed();
            case Missing _ -> Optional.empty();
        };
    }

    /**
     * A client id and secret, in the {@code Authorization} header or in the body.
     *
     * @param method the method that was used, independent of the client's registration
     */
    record Secret(AuthenticationMethod method, ClientId clientId, PresentedSecret secret)
            implements ClientAuthentication {
        public Secret {
            if (!method.usesSecret()) {
                throw new IllegalArgumentException("no secret is presented by " + method.value());
            }
        }
    }

    /**
     * A client assertion (RFC 7523 §2.2), which is not verified yet.
     *
     * @param named the client id in the body, if any
     */
    record Assertion(UnverifiedJwt assertion, Optional<ClientId> named) implements ClientAuthentication {
        /** The client that it names; empty when it names none. */
        Optional<ClientId> claimed() {
            return assertion.issuer().toOptional().map(issuer -> new ClientId(issuer.value()));
        }
    }

    /**
     * A client id alone, which the certificate of the connection may authenticate (RFC 8705 §2). Public clients are not
     * supported.
     */
    record Named(ClientId clientId, Optional<ClientCertificate> certificate) implements ClientAuthentication {}

    /** No credentials. */
    record Missing() implements ClientAuthentication {}

    /**
     * Credentials that cannot be read: an unknown scheme, malformed Base64, no colon, a control character.
     *
     * @param claimed the client that they name, if it can be read
     * @param controlCharacter the code point in the secret that no secret can have (RFC 6749 appendix A.2)
     */
    record Unreadable(Optional<ClientId> claimed, OptionalInt controlCharacter) implements ClientAuthentication {
        /** Credentials that cannot be read at all. */
        public Unreadable() {
            this(Optional.empty(), OptionalInt.empty());
        }
    }
}
