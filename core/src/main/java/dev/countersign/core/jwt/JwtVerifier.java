package dev.countersign.core.jwt;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.SignerKeys;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The verifier of all JWTs: header, key, signature, claims, in this order, by the rules of a profile. */
public final class JwtVerifier {
    private JwtVerifier() {}

    /** Returns the verified JWT, or the refusal of the first failed check. */
    public static Ruling<VerifiedJwt> verify(JwtFacts facts, SignerKeys signer) {
        var walk = new FirstRefusal();
        return walk.ruling(verify(facts, signer, walk));
    }

    /**
     * Performs the checks.
     *
     * @param signer the only keys that are considered
     * @return the verified JWT; empty when any check has failed
     */
    public static Optional<VerifiedJwt> verify(JwtFacts facts, SignerKeys signer, CheckWalk walk) {
        if (!walk.over(facts.profile().headerChecks(), facts)) {
            return Optional.empty();
        }
        Optional<VerificationKey> key = signature(facts, signer, walk);
        if (!walk.goesOn() || !walk.over(facts.profile().claimChecks(), facts) || walk.hasFailed()) {
            return Optional.empty();
        }
        return key.map(found -> new VerifiedJwt(facts.jwt(), found));
    }

    /**
     * An explanation also checks an algorithm that the profile does not permit, because the administrator may be about
     * to allow it.
     */
    private static Optional<VerificationKey> signature(JwtFacts facts, SignerKeys signer, CheckWalk walk) {
        Optional<Algorithm> algorithm = Algorithm.of(facts.jwt().header().algorithm());
        if (algorithm.isEmpty()) {
            SignatureSteps.skip("there is no such algorithm", walk);
            return Optional.empty();
        }
        Ruling<VerificationKey> ruling = signature(facts, signer, algorithm.get());
        SignatureSteps.note(ruling, facts.jwt().header().keyId(), walk);
        return ruling.toOptional();
    }

    /** RFC 7523 §3 (9). */
    private static Ruling<VerificationKey> signature(JwtFacts facts, SignerKeys signer, Algorithm algorithm) {
        var keyId = facts.jwt().header().keyId();
        return switch (signer.find(algorithm, keyId)) {
            case KeyLookup.Found found -> firstThatVerifies(facts.jwt(), algorithm, found.candidates());
            case KeyLookup.NotFound missing ->
                Ruling.refused(new AssertionRejection.KeyNotFound(
                        keyId.map(kid -> "kid " + kid).orElse("no kid"),
                        missing.published(),
                        age(missing.fetchedAt(), facts.now())));
            case KeyLookup.Unusable unusable ->
                Ruling.refused(new AssertionRejection.KeyUnusable(unusable.key(), unusable.reason()));
            case KeyLookup.NotFetched(String reason) ->
                Ruling.refused(new DependencyRejection.IssuerKeysNotFetched(signer.name(), reason));
            case KeyLookup.Unavailable gone ->
                Ruling.refused(new DependencyRejection.IssuerKeysUnavailable(
                        signer.name(), gone.lastError(), gone.retryAfter()));
        };
    }

    private static Ruling<VerificationKey> firstThatVerifies(
            UnverifiedJwt jwt, Algorithm algorithm, List<VerificationKey> candidates) {
        for (VerificationKey key : candidates) {
            if (jwt.isSignedBy(key, algorithm)) {
                return Ruling.granted(key);
            }
        }
        return Ruling.refused(new AssertionRejection.SignatureInvalid(
                candidates.stream().map(VerificationKey::label).toList(), jwt.isSignedInDer(algorithm)));
    }

    private static String age(Optional<Instant> fetchedAt, Instant now) {
        return fetchedAt
                .map(at -> "fetched " + Duration.between(at, now).toSeconds() + " s ago")
                .orElse("as registered");
    }
}
