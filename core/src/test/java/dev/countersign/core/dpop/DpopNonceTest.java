package dev.countersign.core.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.fixtures.SampleProofs;
import dev.countersign.core.jose.signing.MasterKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests of nonces: whether they are required, and how long they are accepted. */
class DpopNonceTest {
    /** The first moment of a period. */
    private static final Instant BEGINNING = Instant.parse("2026-11-23T12:00:00Z");

    private final SampleEndpoint endpoint = SampleEndpoint.requiringNonces();

    private int requests;

    private SampleProof proof() {
        return SampleProof.at(endpoint.clock.instant()).with("jti", "proof-" + requests++);
    }

    private String outcome(SampleProof proof) {
        return SampleEndpoint.code(
                endpoint.exchange(endpoint.assertion().with("jti", "jti-" + requests++), proof.compact()));
    }

    @Test
    @Spec("RFC 9449 §8")
    void requiresTheNonceThatItGives() {
        assertThat(outcome(proof())).isEqualTo("dpop.nonce_required");
        assertThat(outcome(proof().with("nonce", "another"))).isEqualTo("dpop.nonce_required");
        assertThat(outcome(proof().with("nonce", 7L))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().with("nonce", endpoint.nonce().orElseThrow())))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9449 §8")
    void aRequestWithoutProofNeedsNoNonce() {
        assertThat(SampleEndpoint.code(endpoint.exchange(endpoint.assertion()))).isEqualTo("accepted");
    }

    @Test
    void aProofThatIsTooOldIsSoBeforeItsNonceIsRead() {
        long old = endpoint.clock.instant().getEpochSecond() - 66;
        assertThat(outcome(proof().with("iat", old))).isEqualTo("dpop.too_old");
    }

    @Test
    void givesNoNonceAndIgnoresOneWhereNoneIsRequired() {
        SampleEndpoint ordinary = SampleEndpoint.ordinary();
        assertThat(ordinary.nonce()).isEmpty();
        assertThat(SampleEndpoint.code(ordinary.exchange(
                        ordinary.assertion(), proof().with("nonce", "whatever").compact())))
                .isEqualTo("accepted");
    }

    @Test
    void aNonceIsAcceptedForTwoToFourMinutes() {
        String nonce = SampleProofs.NONCES.current(BEGINNING);
        assertThat(SampleProofs.NONCES.accept(nonce, BEGINNING)).isTrue();
        assertThat(SampleProofs.NONCES.accept(nonce, BEGINNING.plusSeconds(239)))
                .isTrue();
        assertThat(SampleProofs.NONCES.accept(nonce, BEGINNING.plusSeconds(240)))
                .isFalse();
        String late = SampleProofs.NONCES.current(BEGINNING.plusSeconds(119));
        assertThat(SampleProofs.NONCES.accept(late, BEGINNING.plusSeconds(119).plus(Duration.ofMinutes(2))))
                .isTrue();
    }

    @Test
    void aNonceOfANodeWithAFasterClockIsAccepted() {
        String ahead = SampleProofs.NONCES.current(BEGINNING.plusSeconds(121));
        assertThat(SampleProofs.NONCES.accept(ahead, BEGINNING.plusSeconds(118)))
                .isTrue();
    }

    @Test
    void aServerWithAnotherKeyAcceptsNone() {
        var other = new DpopNonces(MasterKey.generate().derive("dpop nonces"));
        assertThat(other.accept(SampleProofs.NONCES.current(BEGINNING), BEGINNING))
                .isFalse();
    }

    @Test
    void aNodeWithTheSameKeyAcceptsThoseOfTheOthers() {
        MasterKey shared = MasterKey.generate();
        String nonce = new DpopNonces(shared.derive("dpop nonces")).current(BEGINNING);
        assertThat(new DpopNonces(MasterKey.ofBase64(shared.toBase64()).derive("dpop nonces")).accept(nonce, BEGINNING))
                .isTrue();
    }
}
