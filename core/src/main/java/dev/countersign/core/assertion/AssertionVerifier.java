package dev.countersign.core.assertion;

import dev.countersign.core.issuer.IssuerKeys;
import dev.countersign.core.issuer.IssuerKeys.KeyLookup;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns an unverified assertion into a verified one: header, key, signature, claims, in this order. */
public final class AssertionVerifier {
    private final IssuerKeys keys;

    public AssertionVerifier(IssuerKeys keys) {
        this.keys = keys;
    }

    /** Walks the checks and stops at the first that fails. */
    public Ruling<VerifiedAssertion> verify(AssertionFacts facts) {
        return Ruling.unless(firstFailure(HeaderCheck.values(), facts), () -> facts)
                .then(this::signature)
                .then(key -> Ruling.unless(firstFailure(ClaimCheck.values(), facts), () -> proven(facts, key)));
    }

    /**
     * The issuer's key that verifies the signature (RFC 7523 §3 (9)). The algorithm must have passed
     * {@link HeaderCheck#ALGORITHM_ALLOWED}; an unknown one finds no key.
     */
    public Ruling<VerificationKey> signature(AssertionFacts facts) {
        UnverifiedAssertion assertion = facts.assertion();
        Optional<Algorithm> algorithm = Algorithm.of(assertion.header().algorithm());
        if (algorithm.isEmpty()) {
            return Ruling.refused(new AssertionRejection.AlgorithmNotAllowed(
                    assertion.header().algorithm(), List.of(), false));
        }
        var keyId = assertion.header().keyId();
        return switch (keys.find(facts.issuer(), algorithm.get(), keyId)) {
            case KeyLookup.Found found -> firstThatVerifies(assertion, algorithm.get(), found.candidates());
            case KeyLookup.NotFound missing ->
                Ruling.refused(new AssertionRejection.KeyNotFound(
                        keyId.map(kid -> "kid " + kid).orElse("no kid"),
                        missing.published(),
                        age(missing.fetchedAt(), facts.now())));
            case KeyLookup.Unusable unusable ->
                Ruling.refused(new AssertionRejection.KeyUnusable(unusable.key(), unusable.reason()));
            case KeyLookup.Unavailable gone ->
                Ruling.refused(new DependencyRejection.IssuerKeysUnavailable(
                        facts.issuer().name(), gone.lastError(), gone.retryAfter()));
        };
    }

    private static Ruling<VerificationKey> firstThatVerifies(
            UnverifiedAssertion assertion, Algorithm algorithm, List<VerificationKey> candidates) {
        for (VerificationKey key : candidates) {
            if (assertion.jws().isSignedBy(key, algorithm)) {
                return Ruling.granted(key);
            }
        }
        return Ruling.refused(new AssertionRejection.SignatureInvalid(
                candidates.stream().map(VerificationKey::label).toList(),
                assertion.jws().isSignedInDer(algorithm)));
    }

    private static Optional<Rejection> firstFailure(AssertionCheck[] checks, AssertionFacts facts) {
        for (AssertionCheck check : checks) {
            if (check.judge(facts) instanceof CheckOutcome.Failed failed) {
                return Optional.of(failed.rejection());
            }
        }
        return Optional.empty();
    }

    /** The claims were checked just now, so they are there and have their form. */
    private static VerifiedAssertion proven(AssertionFacts facts, VerificationKey key) {
        var claims = facts.assertion().claims();
        if (ClaimValue.text(claims, "sub") instanceof ClaimValue.Present<String> sub
                && ClaimValue.date(claims, "exp") instanceof ClaimValue.Present<Instant> exp) {
            return new VerifiedAssertion(facts.assertion(), key, sub.value(), exp.value());
        }
        throw new IllegalStateException("the claim checks passed an assertion without sub or exp");
    }

    private static String age(Optional<Instant> fetchedAt, Instant now) {
        return fetchedAt
                .map(at -> "fetched " + Duration.between(at, now).toSeconds() + " s ago")
                .orElse("as registered");
    }
}
