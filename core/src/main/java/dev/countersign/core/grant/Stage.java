package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stage that a token request has reached. Each stage holds the one before it, and each step takes the stage it builds
 * on: only what is redeemed can be minted, and a wrong order does not compile.
 */
public sealed interface Stage {

    /** The name of the stage in the audit. */
    String label();

    /**
     * The request arrived; the form of it may have been refused already.
     *
     * @param trust the snapshot that all is judged by
     */
    record Received(Optional<TokenRequest> request, RequestOrigin origin, TrustSnapshot trust, Instant at)
            implements Stage {
        @Override
        public String label() {
            return "received";
        }
    }

    /** The client is who it says it is; it may be refused the grant. */
    record ClientIdentified(Received before, TokenRequest request, AuthenticatedClient authenticated) implements Stage {
        @Override
        public String label() {
            return "client_authenticated";
        }
    }

    /**
     * The client may use the grant, and has proven to possess the key that it wants the token bound to.
     *
     * @param confirmation none, as long as no proof is asked for
     */
    record PossessionProven(ClientIdentified before, Confirmation confirmation) implements Stage {
        @Override
        public String label() {
            return before.label();
        }

        Received received() {
            return before.before();
        }

        RegisteredClient client() {
            return before.authenticated().client();
        }

        /** The JWT by which the client has proven who it is, if it did so by one. */
        List<Redeemable> clientAssertion() {
            return before.authenticated().assertion().map(Redeemable::ofClient).stream()
                    .toList();
        }

        Grant.Claimant claimant() {
            return new Grant.Claimant(
                    Optional.of(client()),
                    Optional.of(before.request().access()),
                    received().trust(),
                    received().at());
        }
    }

    /** What is presented names an issuer that this client may use. */
    record IssuerResolved(PossessionProven before, IssuerPolicy policy, String label) implements Stage {}

    /** It is verified what the token may be based on. */
    record Entitled(PossessionProven before, Entitlement entitlement) implements Stage {
        @Override
        public String label() {
            return entitlement.label();
        }

        /** All JWTs that are spent with the issue of the token. */
        List<Redeemable> redeems() {
            List<Redeemable> ofClient = before.clientAssertion();
            return ofClient.isEmpty()
                    ? entitlement.redeems()
                    : Stream.concat(ofClient.stream(), entitlement.redeems().stream())
                            .toList();
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
     * What was presented is spent and the token is on record; only {@link TokenIssuance} gets here.
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
