package dev.countersign.core.grant;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A JWT that is spent with the issue of a token (RFC 7523 §3 (7)). It is put on record also for an issuer whose assertions
 * may be re-used: if that is allowed no more, one that was used stays used.
 *
 * @param reusable whether it may have been used before
 * @param ofClient whether it says who the client is; else it is the grant
 */
public record Redeemable(UnverifiedJwt jwt, boolean reusable, boolean ofClient) {
    private static final String NOT_REDEEMED = "The assertion was not redeemed before";

    /** The assertion by which a client has proven who it is. */
    static Redeemable ofClient(VerifiedJwt assertion) {
        return new Redeemable(assertion.unverified(), false, true);
    }

    /** What it is known by; empty when it has no expiry, which an explanation alone meets. */
    private Optional<ReplayKey> key() {
        return jwt.claims().expiry().map(expiry -> ReplayKey.of(jwt, expiry, reusable));
    }

    /** What verified JWTs are known by. */
    static List<ReplayKey> keys(List<Redeemable> redeemables) {
        return redeemables.stream()
                .map(redeemable -> redeemable.key().orElseThrow())
                .toList();
    }

    /** The refusal of one JWT that would serve twice in one request (RFC 8725 §3.12). */
    static Optional<Rejection> twice(List<Redeemable> redeemables, List<ReplayKey> keys) {
        for (int i = 1; i < keys.size(); i++) {
            for (int before = 0; before < i; before++) {
                if (keys.get(i).hash().equals(keys.get(before).hash())) {
                    return Optional.of(redeemables.get(i).replayed(keys.get(i).keepUntil()));
                }
            }
        }
        return Optional.empty();
    }

    /** The refusal that an outcome of the ledger means; empty when all are spent. */
    static Optional<Rejection> refusal(Redemption redemption, List<Redeemable> redeemables) {
        return switch (redemption) {
            case Redemption.Recorded() -> Optional.empty();
            case Redemption.Replayed replayed -> Optional.of(refusal(replayed, redeemables));
            case Redemption.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
            case Redemption.Overloaded(var retryAfter) ->
                Optional.of(new DependencyRejection.ServerOverloaded(retryAfter));
        };
    }

    static Rejection refusal(Redemption.Replayed replayed, List<Redeemable> redeemables) {
        return redeemables.stream()
                .filter(redeemable -> redeemable
                        .key()
                        .filter(key -> key.hash().equals(replayed.hash()))
                        .isPresent())
                .findFirst()
                .map(redeemable -> redeemable.replayed(replayed.rememberedUntil()))
                .orElseThrow(() -> new IllegalStateException("the ledger refused a JWT that was not presented"));
    }

    private Rejection replayed(Instant rememberedUntil) {
        var replayed = new AssertionRejection.Replayed(ReplayKey.describe(jwt), rememberedUntil);
        return ofClient ? new ClientRejection.AssertionNotAccepted(replayed) : replayed;
    }

    /** Takes note of what the ledger would answer now; nothing is spent. */
    void dryRun(TokenLedger ledger, CheckWalk walk) {
        Optional<ReplayKey> key = key();
        if (key.isEmpty()) {
            skip("the assertion has no expiry", walk);
            return;
        }
        walk.note(
                RejectionCode.ASSERTION_REPLAYED,
                NOT_REDEEMED,
                refusal(ledger.peek(List.of(key.get())), List.of(this))
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed(
                                reusable
                                        ? "any assertion: those of this issuer may be re-used"
                                        : "an assertion that was not redeemed before",
                                ReplayKey.describe(jwt))));
    }

    static void skip(String reason, CheckWalk walk) {
        walk.skip(RejectionCode.ASSERTION_REPLAYED, NOT_REDEEMED, reason);
    }
}
