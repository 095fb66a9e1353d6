package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stage of a token request. Each stage holds the one before it, and each step requires the stage it builds on: only a
 * redeemed request can be minted, and a wrong order does not compile.
 */
public sealed interface Stage {

    /** The name of the stage in the audit. */
    String label();

    /**
     * The request was received; its form may have been refused already.
     *
     * @param trust the snapshot used for the whole request
     */
    record Received(Optional<TokenRequest> request, RequestOrigin origin, TrustSnapshot trust, Instant at)
            implements Stage {
        @Override
        public String label() {
            return "received";
        }
    }

    /** The client is authenticated; it may still be refused the grant. */
    record ClientIdentified(Received before, TokenRequest request, AuthenticatedClient authenticated) implements Stage {
        @Override
        public String label() {
            return "client_authenticated";
        }
    }

    /**
     * The client may use the grant, and has proven possession of the key to which the token will be bound.
     *
     * @param proof the proof of possession, if one was presented
     * @param certificate that the connection shows, if there is one
     */
    record PossessionProven(
            ClientIdentified before, Optional<VerifiedProof> proof, Optional<ClientCertificate> certificate)
            implements Stage {
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

        /** The keys of which possession is proven. */
        Confirmation proven() {
            return ofProof().and(ofCertificate());
        }

        /** Those of them to which the token will be bound. */
        Confirmation binding() {
            return client().bindsCertificates() ? proven() : ofProof();
        }

        private Confirmation ofProof() {
            return proof.map(VerifiedProof::confirmation).orElse(Confirmation.NONE);
        }

        private Confirmation ofCertificate() {
            return certificate
                    .map(shown -> Confirmation.ofCertificate(shown.thumbprint()))
                    .orElse(Confirmation.NONE);
        }

        /** The JWT with which the client authenticated, and its proof of possession, if any. */
        List<Redeemable> redeems() {
            Optional<VerifiedJwt> assertion = before.authenticated().assertion();
            return assertion.isEmpty() && proof.isEmpty()
                    ? List.of()
                    : Stream.concat(
                                    assertion.map(Redeemable::ofClient).stream(),
                                    proof.map(Redeemable::ofProof).stream())
                            .toList();
        }

        Grant.Claimant claimant() {
            return new Grant.Claimant(
                    Optional.of(client()),
                    before.request().hasCredentials(),
                    Optional.of(before.request().access()),
                    received().trust(),
                    received().at());
        }
    }

    /** Stage with an issuer that this client may use, named by what is presented. */
    record IssuerResolved(PossessionProven before, IssuerPolicy policy, String label, Optional<GrantProfile> profile)
            implements Stage {}

    /** Stage with the verified basis of the token. */
    record Entitled(PossessionProven before, Entitlement entitlement) implements Stage {
        @Override
        public String label() {
            return entitlement.label();
        }

        /** The keys to which the token will be bound: also those to which the grant is bound, which are proven. */
        Confirmation confirmation() {
            return before.binding().and(entitlement.boundTo());
        }

        /** All JWTs redeemed when the token is issued. */
        List<Redeemable> redeems() {
            List<Redeemable> ofClient = before.redeems();
            return ofClient.isEmpty()
                    ? entitlement.redeems()
                    : Stream.concat(ofClient.stream(), entitlement.redeems().stream())
                            .toList();
        }
    }

    /** The granted access is determined. */
    record Authorized(Entitled before, AccessGrant grant) implements Stage {
        @Override
        public String label() {
            return "authorized";
        }
    }

    /**
     * Stage with redeemed JWTs and a recorded token; only {@link TokenIssuance} creates it.
     *
     * @param refreshToken the text of the refresh token; empty where the application gets none
     */
    record Redeemed(Authorized before, IssuedToken token, TokenText text, Optional<String> refreshToken)
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

    /** The text of a token, or the key that was chosen for it. */
    sealed interface TokenText {
        /** The text of an opaque token, of which only the hash is recorded, or of a JWT that a module signed. */
        record Ready(String text) implements TokenText {
            @Override
            public String toString() {
                return "Ready[redacted]";
            }
        }

        /** A JWT that is signed after the record, by a key in memory, which does not fail. */
        record Unsigned(SigningKey key) implements TokenText {}
    }

    /** The access token is signed. */
    record Minted(Redeemed before, String accessToken) implements Stage {
        TokenResponse response() {
            IssuedToken token = before.token();
            boolean restricted = before.before().before().entitlement().namesResources();
            var response = new TokenResponse(
                    accessToken,
                    token,
                    before.refreshToken(),
                    restricted ? token.audiences().stream().map(Audience::value).toList() : List.of());
            return before.before()
                    .before()
                    .entitlement()
                    .exchanged()
                    .map(response::of)
                    .orElse(response);
        }

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
