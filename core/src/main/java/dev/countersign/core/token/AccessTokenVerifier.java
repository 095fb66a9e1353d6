package dev.countersign.core.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.dpop.DpopVerifier;
import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.token.PresentedToken.Scheme;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifier of this server's own access tokens at its protected endpoints (RFC 9068 §4). The access of a valid token is
 * limited by the current access of its application, so that removing a scope from an application or disabling it
 * affects the tokens it already holds.
 */
public final class AccessTokenVerifier {
    private final LiveTokens tokens;
    private final DpopVerifier proofs;
    private final TokenLedger ledger;
    private final InstantSource clock;

    /** @param ledger keeps the proofs that were presented */
    public AccessTokenVerifier(LiveTokens tokens, DpopVerifier proofs, TokenLedger ledger, InstantSource clock) {
        this.tokens = tokens;
        this.proofs = proofs;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Outcome of verifying a token. */
    public sealed interface Verification {
        /**
         * A token of this server that is meant for it and valid now.
         *
         * @param clientId the application that it was issued to
         * @param scopes those of the token that the application still has
         * @param proof the proof of possession, which {@link #spend} still has to record; empty for a bearer token
         */
        record Valid(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId, Optional<VerifiedProof> proof)
                implements Verification {}

        /**
         * Anything else; the reason is told to no caller.
         *
         * @param needsProof whether it is a token that must be presented with a proof of possession
         */
        record Invalid(boolean needsProof) implements Verification {
            Invalid() {
                this(false);
            }
        }

        /** Failure: the proof of possession is not accepted. */
        record ProofRefused(Rejection rejection) implements Verification {}

        /** Failure: the validity cannot be determined now, so the token is not accepted. */
        record Unknown(Duration retryAfter) implements Verification {}
    }

    /** The nonce for the next proof; empty when none is required. */
    public Optional<String> nonce() {
        return proofs.nonce(clock);
    }

    /** Verifies the token of a request to the server with this snapshot. Nothing is recorded. */
    public Verification verify(TrustSnapshot trust, PresentedToken presented) {
        return switch (tokens.judge(trust, presented.token())) {
            case TokenState.Live(var issued, var claims) -> possessed(trust, issued, claims, presented);
            case TokenState.Dead() -> new Verification.Invalid();
            case TokenState.Unknown(var retryAfter) -> new Verification.Unknown(retryAfter);
        };
    }

    /**
     * RFC 9449 §7.2: a token bound to a key is no bearer token, and a bearer token is not bound by presenting it with a
     * proof. A token bound to a certificate alone is presented as a bearer token (RFC 8705 §3).
     */
    private Verification possessed(
            TrustSnapshot trust, IssuedToken issued, Map<String, Object> claims, PresentedToken presented) {
        boolean withProof = presented.scheme() == Scheme.DPOP;
        if (withProof != issued.confirmation().requiresProof()) {
            return new Verification.Invalid(!withProof);
        }
        var walk = new FirstRefusal();
        Optional<VerifiedProof> proof = withProof
                ? proofs.verify(presented.proofs(), presented.target(), true, clock.instant(), walk)
                : Optional.empty();
        if (walk.refusal().isPresent()) {
            return new Verification.ProofRefused(walk.refusal().get());
        }
        Confirmation proven = proof.map(VerifiedProof::confirmation)
                .orElse(Confirmation.NONE)
                .and(presented
                        .certificate()
                        .map(shown -> Confirmation.ofCertificate(shown.thumbprint()))
                        .orElse(Confirmation.NONE));
        return issued.confirmation().isMetBy(proven)
                ? claims(trust, issued, claims, proof)
                : new Verification.Invalid();
    }

    /** Records the use of the proof; returns the refusal if it was used before, or cannot be recorded. */
    public Optional<Rejection> spend(Verification.Valid valid) {
        return valid.proof().flatMap(proof -> switch (ledger.spend(List.of(proof.replayKey()))) {
            case Redemption.Recorded() -> Optional.empty();
            case Redemption.Replayed(var _, var until) ->
                Optional.of(new DpopRejection.Replayed(ReplayKey.describe(proof.unverified()), until));
            case Redemption.Blocked _ -> throw new IllegalStateException("a proof without a token names no subject");
            case Redemption.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
            case Redemption.Overloaded(var retryAfter) ->
                Optional.of(new DependencyRejection.ServerOverloaded(retryAfter));
        });
    }

    private static Verification claims(
            TrustSnapshot trust, IssuedToken issued, Map<String, Object> claims, Optional<VerifiedProof> proof) {
        if (!isForUs(claims.get("aud"), trust.identity())) {
            return new Verification.Invalid();
        }
        if (claims.get("sub") instanceof String subject
                && claims.get("client_id") instanceof String clientId
                && !clientId.isEmpty()
                && claims.get("jti") instanceof String id
                && claims.getOrDefault("scope", "") instanceof String scope) {
            return ofApplication(
                    trust,
                    subject,
                    new ClientId(clientId),
                    ScopeSet.parse(scope).map(scopes -> effective(scopes, issued)),
                    new TokenId(id),
                    proof);
        }
        return new Verification.Invalid();
    }

    /** A token issued for an assertion has no administration scopes, even if an earlier version included them. */
    private static ScopeSet effective(ScopeSet scopes, IssuedToken issued) {
        return issued.issuer().isPresent() ? scopes.withoutAdministrative() : scopes;
    }

    private static Verification ofApplication(
            TrustSnapshot trust,
            String subject,
            ClientId clientId,
            Optional<ScopeSet> scopes,
            TokenId id,
            Optional<VerifiedProof> proof) {
        Optional<RegisteredClient> application = trust.client(clientId).filter(RegisteredClient::enabled);
        if (application.isEmpty() || scopes.isEmpty()) {
            return new Verification.Invalid();
        }
        ScopeSet effective = scopes.get().intersect(application.get().access().scopes());
        return new Verification.Valid(subject, clientId, effective, id, proof);
    }

    private static boolean isForUs(@Nullable Object audience, ServerIdentity self) {
        return switch (audience) {
            case String one -> one.equals(self.issuer().value());
            case List<?> several -> several.contains(self.issuer().value());
            case null, default -> false;
        };
    }
}
