package dev.countersign.core.dpop;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ClaimValue;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The checks of a proof, in order (RFC 9449 §4.3); the key and the signature come between the two lists. */
final class DpopChecks {
    /** The checks of the header. */
    static final List<NamedCheck<JwtFacts>> HEADER = List.of(
            header("The type of the proof is dpop+jwt", HeaderChecks.TYPE_ALLOWED),
            header("The algorithm of the proof is supported", HeaderChecks.ALGORITHM_ALLOWED),
            header("The header of the proof demands no extension", HeaderChecks.NO_CRITICAL_HEADER),
            header("The proof holds claims, not another JWT", HeaderChecks.NOT_NESTED));

    /** The checks of the claims. */
    static final List<NamedCheck<DpopFacts>> CLAIMS = List.of(
            check(RejectionCode.DPOP_PROOF_MALFORMED, "The proof has the required claims", DpopChecks::complete),
            check(RejectionCode.DPOP_REQUEST_MISMATCH, "The proof is for this method", DpopChecks::method),
            check(RejectionCode.DPOP_REQUEST_MISMATCH, "The proof is for this URL", DpopChecks::url),
            check(RejectionCode.DPOP_TOO_OLD, "The proof was made just now", DpopChecks::recent),
            check(RejectionCode.DPOP_NONCE_REQUIRED, "The proof holds a current nonce", DpopChecks::nonce),
            check(RejectionCode.DPOP_REQUEST_MISMATCH, "The proof is for the access token", DpopChecks::accessToken));

    private DpopChecks() {}

    private static NamedCheck<DpopFacts> check(
            RejectionCode code, String title, Function<DpopFacts, CheckOutcome> rule) {
        return new NamedCheck<>(code, title, rule);
    }

    /** A rule for all JWTs, whose refusal concerns the form of the proof. */
    private static NamedCheck<JwtFacts> header(String title, NamedCheck<JwtFacts> rule) {
        return new NamedCheck<>(
                RejectionCode.DPOP_PROOF_MALFORMED,
                title,
                facts -> rule.judge(facts).because(DpopRejection.Malformed::because));
    }

    /** RFC 9449 §4.3 step 3. */
    private static CheckOutcome complete(DpopFacts facts) {
        Map<String, Object> claims = facts.claims().values();
        return malformed(ClaimValue.text(claims, "jti"), "jti")
                .or(() -> malformed(ClaimValue.text(claims, "htm"), "htm"))
                .or(() -> malformed(ClaimValue.text(claims, "htu"), "htu"))
                .or(() -> malformed(ClaimValue.date(claims, "iat"), "iat"))
                .or(() -> malformedIfPresent(ClaimValue.text(claims, "nonce"), "nonce"))
                .or(() -> malformedIfPresent(ClaimValue.text(claims, "ath"), "ath"))
                .<CheckOutcome>map(CheckOutcome.Failed::new)
                .orElseGet(() -> CheckOutcome.passed("jti, htm, htu and iat", "all of them"));
    }

    private static Optional<Rejection> malformed(ClaimValue<?> value, String claim) {
        return value instanceof ClaimValue.Absent<?>
                ? Optional.of(new DpopRejection.Malformed("the claim " + claim, "no " + claim))
                : malformedIfPresent(value, claim);
    }

    private static Optional<Rejection> malformedIfPresent(ClaimValue<?> value, String claim) {
        return value instanceof ClaimValue.Malformed<?> bad
                ? Optional.of(new DpopRejection.Malformed(claim + ": " + bad.expected(), claim + ": " + bad.actual()))
                : Optional.empty();
    }

    /** RFC 9449 §4.3 step 8; methods are case-sensitive (RFC 9110 §9.1). */
    private static CheckOutcome method(DpopFacts facts) {
        String expected = facts.target().method();
        String actual = text(facts, "htm");
        return CheckOutcome.of(
                actual.equals(expected), () -> new DpopRejection.RequestMismatch("htm", expected, actual));
    }

    /** RFC 9449 §4.3 step 9. */
    private static CheckOutcome url(DpopFacts facts) {
        List<String> expected = facts.target().urls();
        String actual = text(facts, "htu");
        Optional<String> normalized = expected.contains(actual) ? Optional.of(actual) : HttpUrl.normalized(actual);
        boolean same = expected.contains(actual)
                || (normalized.isPresent()
                        && expected.stream().map(HttpUrl::normalized).anyMatch(normalized::equals));
        return CheckOutcome.of(
                same, () -> new DpopRejection.RequestMismatch("htu", String.join(" or ", expected), actual));
    }

    /** RFC 9449 §4.3 step 11. */
    private static CheckOutcome recent(DpopFacts facts) {
        Optional<Instant> claimed = facts.claims().issuedAt();
        if (claimed.isEmpty()) {
            return new CheckOutcome.Skipped("the proof has no valid iat");
        }
        Instant issuedAt = claimed.get();
        Instant earliest = facts.now().minus(facts.rules().maxAge()).minus(DpopRules.CLOCK_SKEW);
        Instant latest = facts.now().plus(DpopRules.CLOCK_SKEW);
        return CheckOutcome.of(
                !issuedAt.isBefore(earliest) && !issuedAt.isAfter(latest),
                () -> new DpopRejection.TooOld(
                        issuedAt, facts.now(), facts.rules().maxAge(), DpopRules.CLOCK_SKEW));
    }

    /** RFC 9449 §4.3 step 10; a nonce that is not required is ignored. */
    private static CheckOutcome nonce(DpopFacts facts) {
        if (!facts.rules().nonceRequired()) {
            return new CheckOutcome.Skipped("nonces are not required");
        }
        String nonce = text(facts, "nonce");
        return CheckOutcome.of(
                facts.nonces().accept(nonce, facts.now()), () -> new DpopRejection.NonceRequired(!nonce.isEmpty()));
    }

    /** RFC 9449 §4.3 step 12. */
    private static CheckOutcome accessToken(DpopFacts facts) {
        Optional<String> token = facts.target().accessToken();
        if (token.isEmpty()) {
            return new CheckOutcome.Skipped("no access token is presented");
        }
        String expected = Base64Url.encode(Sha256.ofUtf8(token.get()).bytes());
        String actual = text(facts, "ath");
        return CheckOutcome.of(
                actual.equals(expected),
                () -> new DpopRejection.RequestMismatch(
                        "ath", "the hash of the presented access token", actual.isEmpty() ? "absent" : "another hash"));
    }

    /** The value of the claim; empty when it is absent or malformed. */
    private static String text(DpopFacts facts, String claim) {
        return ClaimValue.text(facts.claims().values(), claim) instanceof ClaimValue.Present<String>(String value)
                ? value
                : "";
    }
}
