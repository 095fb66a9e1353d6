package dev.countersign.core.grant;

import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.policy.IssuerPolicy;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.RefreshFamily;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a token request came. Each stage holds the one before it, and each step takes the stage it builds on: only
 * what is redeemed can be minted, and a wrong order does not compile.
 */
public sealed interface Stage {

    /** The name of the stage in the audit. */
    String label();

    /** The request arrived; the form of it may have been refused already. */
    record Received(Optional<TokenRequest> request, RequestOrigin origin, Instant at) implements Stage {
        @Override
        public String label() {
            return "received";
        }
    }

    /** What an access may be based on: a verified assertion, now or before (RFC 6749 §6), or the client alone (§4.4). */
    sealed interface Entitled extends Stage {
        /** The stage that says who the client is. */
        ClientAuthenticated client();
    }

    /** The client is who it says it is and may use the grant; the snapshot it was found in is the one all is judged by. */
    record ClientAuthenticated(
            Received before, TokenRequest request, AuthenticatedClient authenticated, TrustSnapshot trust)
            implements Entitled {
        @Override
        public String label() {
            return "client_authenticated";
        }

        @Override
        public ClientAuthenticated client() {
            return this;
        }
    }

    /** The assertion is well-formed and names an issuer that this client may use. */
    record IssuerResolved(ClientAuthenticated before, UnverifiedAssertion assertion, IssuerPolicy policy)
            implements Stage {
        @Override
        public String label() {
            return "issuer_resolved";
        }
    }

    /** The assertion's header, signature and claims hold. */
    record AssertionVerified(IssuerResolved before, VerifiedAssertion assertion) implements Entitled {
        @Override
        public String label() {
            return "assertion_verified";
        }

        @Override
        public ClientAuthenticated client() {
            return before.before();
        }
    }

    /**
     * The refresh token is the client's, the newest of its family, and names an issuer that this client may use.
     *
     * @param presented the hash of the refresh token
     */
    record RefreshTokenFound(ClientAuthenticated before, Sha256 presented, RefreshFamily family, IssuerPolicy policy)
            implements Entitled {
        @Override
        public String label() {
            return "refresh_token_found";
        }

        @Override
        public ClientAuthenticated client() {
            return before;
        }
    }

    /** It is decided what is granted. */
    record Authorized(Entitled before, AccessGrant grant) implements Stage {
        @Override
        public String label() {
            return "authorized";
        }
    }

    /**
     * The assertion is spent and the token is on record; only {@link TokenIssuance} gets here.
     *
     * @param opaque the text of an opaque token, which is on record by its hash only
     * @param refreshToken the text of the refresh token, likewise; empty where the application gets none
     */
    record Redeemed(Authorized before, IssuedToken token, Optional<String> opaque, Optional<String> refreshToken)
            implements Stage {
        @Override
        public String label() {
            return "redeemed";
        }

        @Override
        public String toString() {
            return "Redeemed[" + token.id() + "]";
        }
    }

    /** The access token is signed. */
    record Minted(Redeemed before, String accessToken) implements Stage {
        @Override
        public String label() {
            return "minted";
        }

        @Override
        public String toString() {
            return "Minted[" + before.token().id() + "]";
        }
    }
}
