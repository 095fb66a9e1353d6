package dev.countersign.core.grant;

import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The rule that an assertion is redeemed once (RFC 7523 §3 (7)). */
final class Replay {
    private Replay() {}

    /**
     * What an assertion is known by: issuer and {@code jti}, or what was signed where there is none. It is remembered also for an
     * issuer whose assertions may be re-used: if that is allowed no more, one that was used stays used. It is kept for the greatest skew an issuer can ever be given, so that raising the skew
     * does not bring a spent assertion back to life.
     */
    static ReplayKey key(UnverifiedAssertion assertion, Instant expiresAt, TrustedIssuer issuer) {
        Sha256 hash = assertion
                .jti()
                .map(jti -> {
                    String named = assertion.issuer().value();
                    // The length first: no two pairs of issuer and jti make the same text.
                    return Sha256.ofUtf8(named.length() + ":" + named + jti);
                })
                .orElseGet(assertion::signingInputHash);
        return new ReplayKey(
                hash,
                expiresAt.plus(TrustedIssuer.GREATEST_CLOCK_SKEW),
                issuer.replay().allowReuse());
    }

    /** What must be unique, in words. */
    static String describe(UnverifiedAssertion assertion) {
        return assertion.jti().map(jti -> "jti " + jti).orElse(AssertionRejection.Replayed.SAME_CONTENT);
    }

    /**
     * The refusal that an outcome of the ledger means; empty when the redemption is recorded.
     *
     * @param redeemed what was to be redeemed, in words; asked for only when there is something to say
     */
    static Optional<Rejection> refusal(Redemption redemption, Supplier<String> redeemed) {
        return switch (redemption) {
            case Redemption.Recorded _ -> Optional.empty();
            case Redemption.Replayed replayed ->
                Optional.of(new AssertionRejection.Replayed(redeemed.get(), replayed.rememberedUntil()));
            case Redemption.Unavailable gone ->
                Optional.of(new DependencyRejection.StoreUnavailable(gone.retryAfter()));
            case Redemption.Overloaded full -> Optional.of(new DependencyRejection.ServerOverloaded(full.retryAfter()));
        };
    }
}
