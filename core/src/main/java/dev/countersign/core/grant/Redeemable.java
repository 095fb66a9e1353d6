package dev.countersign.core.grant;

import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.ExchangeRejection;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A JWT redeemed when a token is issued (RFC 7523 §3 (7)). Its use is also recorded for an issuer whose assertions may
 * be re-used, so that it is refused if re-use is disallowed later.
 *
 * @param key its replay key; empty for one without expiry, which occurs only in an explanation
 */
public record Redeemable(Use use, UnverifiedJwt jwt, Optional<ReplayKey> key) {

    /** Purpose of a JWT in a token request. */
    public enum Use {
        GRANT(RejectionCode.ASSERTION_REPLAYED, "The assertion was not redeemed before"),
        SUBJECT_TOKEN(RejectionCode.ASSERTION_REPLAYED, "The subject token was not redeemed before"),
        ACTOR_TOKEN(RejectionCode.ASSERTION_REPLAYED, "The actor token was not redeemed before"),
        CLIENT_ASSERTION(RejectionCode.ASSERTION_REPLAYED, "The client assertion was not redeemed before"),
        PROOF(RejectionCode.DPOP_REPLAYED, "The proof was not presented before");

        private final RejectionCode code;
        private final String title;

        Use(RejectionCode code, String title) {
            this.code = code;
            this.title = title;
        }
    }

    /** @param reusable whether it may have been used before */
    static Redeemable ofGrant(UnverifiedJwt assertion, boolean reusable) {
        return new Redeemable(
                Use.GRANT,
                assertion,
                assertion.claims().expiry().map(expiry -> ReplayKey.of(assertion, expiry, reusable)));
    }

    /** The same JWT in a token exchange. */
    Redeemable as(ExchangeWalk.Role role) {
        return new Redeemable(role == ExchangeWalk.Role.SUBJECT ? Use.SUBJECT_TOKEN : Use.ACTOR_TOKEN, jwt, key);
    }

    /** The assertion with which a client authenticated. */
    static Redeemable ofClient(VerifiedJwt assertion) {
        UnverifiedJwt jwt = assertion.unverified();
        return new Redeemable(
                Use.CLIENT_ASSERTION, jwt, jwt.claims().expiry().map(expiry -> ReplayKey.of(jwt, expiry, false)));
    }

    /** The proof of possession of the key to which the token is bound. */
    public static Redeemable ofProof(VerifiedProof proof) {
        return new Redeemable(Use.PROOF, proof.unverified(), Optional.of(proof.replayKey()));
    }

    /** The replay keys of verified JWTs. */
    static List<ReplayKey> keys(List<Redeemable> redeemables) {
        return redeemables.stream()
                .map(redeemable -> redeemable.key().orElseThrow())
                .toList();
    }

    /** The refusal of one JWT used twice in one request (RFC 8725 §3.12). */
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

    /** The refusal for an outcome of the ledger; empty when all are redeemed. */
    public static Optional<Rejection> refusal(Redemption redemption, List<Redeemable> redeemables) {
        return switch (redemption) {
            case Redemption.Recorded() -> Optional.empty();
            case Redemption.Replayed replayed -> Optional.of(refusal(replayed, redeemables));
            case Redemption.Blocked(IssuerSubject subject) ->
                Optional.of(new PolicyRejection.SubjectBlocked(subject.subject()));
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
        String description = ReplayKey.describe(jwt);
        return switch (use) {
            case GRANT -> new AssertionRejection.Replayed(description, rememberedUntil);
            case SUBJECT_TOKEN, ACTOR_TOKEN ->
                new ExchangeRejection.NotAccepted(new AssertionRejection.Replayed(description, rememberedUntil));
            case CLIENT_ASSERTION ->
                new ClientRejection.AssertionNotAccepted(new AssertionRejection.Replayed(description, rememberedUntil));
            case PROOF -> new DpopRejection.Replayed(description, rememberedUntil);
        };
    }

    /** Reports the current outcome of the ledger, without redeeming. */
    public void dryRun(TokenLedger ledger, CheckWalk walk) {
        if (key.isEmpty()) {
            walk.skip(use.code, use.title, "the assertion has no expiry");
            return;
        }
        walk.note(
                use.code,
                use.title,
                refusal(ledger.peek(List.of(key.get())), List.of(this))
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed(
                                key.get().reusable()
                                        ? "any assertion: those of this issuer may be re-used"
                                        : "an assertion that was not redeemed before",
                                ReplayKey.describe(jwt))));
    }

    static void skip(Use use, String reason, CheckWalk walk) {
        walk.skip(use.code, use.title, reason);
    }
}
