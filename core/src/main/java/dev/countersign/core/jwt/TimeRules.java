package dev.countersign.core.jwt;

import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.AssertionTimeRejection;
import dev.countersign.core.rejection.CheckOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The rules about time. The clock skew always makes them more tolerant, never stricter. */
final class TimeRules {
    private TimeRules() {}

    /** RFC 7523 §3 (4): the JWT must contain an {@code exp}. */
    static CheckOutcome expiryPresent(JwtFacts facts) {
        return switch (ClaimValue.date(facts.jwt().claims().values(), "exp")) {
            case ClaimValue.Absent<Instant> _ -> new CheckOutcome.Failed(new AssertionRejection.ClaimMissing("exp"));
            case ClaimValue.Malformed<Instant> bad -> new CheckOutcome.Failed(bad.rejection("exp"));
            case ClaimValue.Present<Instant> exp ->
                CheckOutcome.passed("exp: " + NumericDates.FORM, "exp: " + exp.value());
        };
    }

    /** RFC 7523 §3 (4): refused on or after {@code exp}, which the skew moves later. */
    static CheckOutcome notExpired(JwtFacts facts) {
        Duration skew = facts.profile().times().clockSkew();
        return whenPresent(
                facts,
                "exp",
                exp -> CheckOutcome.of(
                        facts.now().isBefore(exp.plus(skew)),
                        () -> new AssertionTimeRejection.Expired(exp, facts.now(), skew)));
    }

    /** RFC 7523 §3 (5): refused before {@code nbf}, which the skew moves earlier. */
    static CheckOutcome alreadyValid(JwtFacts facts) {
        Duration skew = facts.profile().times().clockSkew();
        return whenPresent(
                facts,
                "nbf",
                nbf -> CheckOutcome.of(
                        !nbf.isAfter(facts.now().plus(skew)),
                        () -> new AssertionTimeRejection.NotYetValid(nbf, facts.now(), skew)));
    }

    /** RFC 7523 §3 (6): {@code iat} is optional, unless the issuer is to send it. */
    static CheckOutcome issuedAtPresent(JwtFacts facts) {
        if (!facts.profile().times().requireIssuedAt()) {
            return new CheckOutcome.Skipped("the issuer need not send iat");
        }
        return switch (ClaimValue.date(facts.jwt().claims().values(), "iat")) {
            case ClaimValue.Absent<Instant> _ -> new CheckOutcome.Failed(new AssertionRejection.ClaimMissing("iat"));
            case ClaimValue.Malformed<Instant> bad -> new CheckOutcome.Failed(bad.rejection("iat"));
            case ClaimValue.Present<Instant> iat ->
                CheckOutcome.passed("iat: " + NumericDates.FORM, "iat: " + iat.value());
        };
    }

    /** RFC 7523 §3 (6): an {@code iat} in the future is a wrong clock or a forgery. */
    static CheckOutcome notFromTheFuture(JwtFacts facts) {
        Duration skew = facts.profile().times().clockSkew();
        return whenPresent(
                facts,
                "iat",
                iat -> CheckOutcome.of(
                        !iat.isAfter(facts.now().plus(skew)),
                        () -> new AssertionTimeRejection.IssuedInFuture(iat, facts.now(), skew)));
    }

    /** RFC 7523 §3 (6): an {@code iat} unreasonably far in the past may be refused. */
    static CheckOutcome fresh(JwtFacts facts) {
        Optional<Duration> greatestAge = facts.profile().times().greatestAge();
        if (greatestAge.isEmpty()) {
            return new CheckOutcome.Skipped("the age of assertions is not limited");
        }
        Duration validity = greatestAge.get();
        Duration skew = facts.profile().times().clockSkew();
        return whenPresent(
                facts,
                "iat",
                iat -> CheckOutcome.of(
                        !iat.isBefore(facts.now().minus(validity).minus(skew)),
                        () -> new AssertionTimeRejection.TooOld(iat, facts.now(), validity, skew)));
    }

    /**
     * RFC 7519 §4.1: a token that is issued, or becomes valid, after it has expired was never valid. The clock skew excuses
     * no issuer here, because both moments come from one clock.
     */
    static CheckOutcome agree(JwtFacts facts) {
        return whenPresent(
                facts,
                "exp",
                exp -> notAfter(facts, "iat", exp)
                        .or(() -> notAfter(facts, "nbf", exp))
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed("iat and nbf not after exp", "exp: " + exp)));
    }

    private static Optional<AssertionRejection> notAfter(JwtFacts facts, String claim, Instant exp) {
        return ClaimValue.date(facts.jwt().claims().values(), claim) instanceof ClaimValue.Present<Instant> date
                        && date.value().isAfter(exp)
                ? Optional.of(new AssertionRejection.ClaimMalformed(
                        claim,
                        "a moment that is not after exp",
                        date.value() + ", after exp " + exp,
                        "Have the issuer send an exp that is later than iat and nbf."))
                : Optional.empty();
    }

    /** RFC 7523 §3 (4): an {@code exp} unreasonably far in the future is refused; counted from {@code iat} or from now. */
    static CheckOutcome shortLived(JwtFacts facts) {
        Instant from = ClaimValue.date(facts.jwt().claims().values(), "iat") instanceof ClaimValue.Present<Instant> iat
                ? iat.value()
                : facts.now();
        Duration maximum = facts.profile().times().longestLifetime();
        return whenPresent(facts, "exp", exp -> {
            Duration lifetime = Duration.between(from, exp);
            return CheckOutcome.of(
                    lifetime.compareTo(maximum) <= 0, () -> new AssertionRejection.LifetimeTooLong(lifetime, maximum));
        });
    }

    private static CheckOutcome whenPresent(JwtFacts facts, String claim, Function<Instant, CheckOutcome> rule) {
        return switch (ClaimValue.date(facts.jwt().claims().values(), claim)) {
            case ClaimValue.Absent<Instant> _ -> new CheckOutcome.Skipped("no " + claim);
            case ClaimValue.Malformed<Instant> bad -> new CheckOutcome.Failed(bad.rejection(claim));
            case ClaimValue.Present<Instant> date -> rule.apply(date.value());
        };
    }
}
