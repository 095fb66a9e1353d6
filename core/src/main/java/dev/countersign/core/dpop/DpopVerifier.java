package dev.countersign.core.dpop;

import dev.countersign.core.jose.jwk.JwkReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The verifier of proofs of possession (RFC 9449 §4.3). */
public final class DpopVerifier {
    private static final String PRESENT = "The request holds one DPoP proof";
    private static final String KEY = "The proof holds a public key";
    private static final String SIGNATURE = "The signature is made with the key in the proof";

    /** The rules of the header; those of the claims are in {@link DpopChecks}, because they depend on the request. */
    private static final JwtProfile PROFILE = new JwtProfile(
            new JwtProfile.Types(List.of("dpop+jwt"), List.of(), false),
            Set.of(Algorithm.values()),
            new JwtProfile.Audiences(List.of(), false),
            new JwtProfile.Times(DpopRules.CLOCK_SKEW, Duration.ZERO, Optional.empty(), true),
            true,
            List.of(),
            List.of());

    private final JwkReader jwks;
    private final DpopRules rules;
    private final DpopNonces nonces;

    public DpopVerifier(JwkReader jwks, DpopRules rules, DpopNonces nonces) {
        this.jwks = jwks;
        this.rules = rules;
        this.nonces = nonces;
    }

    /** The nonce for the next proof; empty when none is required. */
    public Optional<String> nonce(InstantSource clock) {
        return rules.nonceRequired() ? Optional.of(nonces.current(clock.instant())) : Optional.empty();
    }

    /**
     * Performs the checks.
     *
     * @param proofs the values of all {@code DPoP} header fields
     * @param required whether a request without a proof is refused
     * @return the verified proof; empty when there is none, or any check has failed
     */
    public Optional<VerifiedProof> verify(
            List<String> proofs, ProofTarget target, boolean required, Instant now, CheckWalk walk) {
        if (proofs.isEmpty() && !required) {
            return Optional.empty();
        }
        if (proofs.size() != 1) {
            walk.note(RejectionCode.DPOP_PROOF_MISSING, PRESENT, new CheckOutcome.Failed(notOne(proofs.size())));
            skipAll("there is no proof", walk);
            return Optional.empty();
        }
        Optional<UnverifiedJwt> jwt = walk.value(
                RejectionCode.DPOP_PROOF_MALFORMED,
                PRESENT,
                UnverifiedJwt.read(proofs.getFirst()).because(DpopRejection.Malformed::because),
                _ -> new Evidence("one DPoP header with a JWT", "one", ""));
        if (jwt.isEmpty()) {
            skipAll("the proof cannot be read", walk);
            return Optional.empty();
        }
        return verify(jwt.get(), new DpopFacts(jwt.get().claims(), target, rules, nonces, now), walk);
    }

    private static DpopRejection notOne(int proofs) {
        return proofs == 0
                ? new DpopRejection.ProofMissing()
                : new DpopRejection.Malformed("one DPoP header", proofs + " of them");
    }

    private Optional<VerifiedProof> verify(UnverifiedJwt jwt, DpopFacts facts, CheckWalk walk) {
        if (!walk.over(DpopChecks.HEADER, new JwtFacts(jwt, PROFILE, facts.now()))) {
            return Optional.empty();
        }
        Optional<VerificationKey> key = walk.value(
                RejectionCode.DPOP_PROOF_MALFORMED,
                KEY,
                key(jwt),
                found -> new Evidence("a public key in jwk", found.description(), ""));
        if (!walk.goesOn()) {
            return Optional.empty();
        }
        if (key.isPresent()) {
            walk.note(RejectionCode.DPOP_SIGNATURE_INVALID, SIGNATURE, signature(jwt, key.get()));
        } else {
            walk.skip(RejectionCode.DPOP_SIGNATURE_INVALID, SIGNATURE, "there is no key to go on with");
        }
        if (!walk.goesOn() || !walk.over(DpopChecks.CLAIMS, facts) || walk.hasFailed()) {
            return Optional.empty();
        }
        return Optional.of(new VerifiedProof(
                jwt,
                key.orElseThrow().thumbprint(),
                jwt.claims().id().orElseThrow(),
                jwt.claims().issuedAt().orElseThrow()));
    }

    /** RFC 9449 §4.3 steps 5 and 7: a private key is never sent. */
    private Ruling<VerificationKey> key(UnverifiedJwt jwt) {
        return jwt.header()
                .offeredKey()
                .map(members -> switch (jwks.read(members)) {
                    case JwkReader.Reading.Usable(VerificationKey key) -> Ruling.granted(key);
                    case JwkReader.Reading.Ignored(var _, var _, String reason) ->
                        Ruling.<VerificationKey>refused(
                                new DpopRejection.Malformed("a public key in jwk", "a key that " + reason));
                })
                .orElseGet(() ->
                        Ruling.refused(new DpopRejection.Malformed("a public key in jwk", "no jwk that is an object")));
    }

    /** RFC 9449 §4.3 step 6. */
    private static CheckOutcome signature(UnverifiedJwt jwt, VerificationKey key) {
        Optional<Algorithm> algorithm = Algorithm.of(jwt.header().algorithm());
        boolean valid = algorithm.filter(of -> jwt.isSignedBy(key, of)).isPresent();
        return CheckOutcome.of(
                valid,
                () -> new DpopRejection.SignatureInvalid(
                        key.description(), algorithm.filter(jwt::isSignedInDer).isPresent()));
    }

    private static void skipAll(String reason, CheckWalk walk) {
        if (walk.goesOn()) {
            walk.skip(DpopChecks.HEADER, reason);
            walk.skip(RejectionCode.DPOP_PROOF_MALFORMED, KEY, reason);
            walk.skip(RejectionCode.DPOP_SIGNATURE_INVALID, SIGNATURE, reason);
            walk.skip(DpopChecks.CLAIMS, reason);
        }
    }
}
