package dev.countersign.core.idjag;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIdJag;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.Confirmation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of ID-JAGs that are bound to a key of their client. */
class IdJagPossessionTest {
    private static final String SPECIFICATION = "draft-ietf-oauth-identity-assertion-authz-grant-05 ";

    private final SampleEndpoint endpoint = SampleIdJag.endpoint();
    private int count;

    private SampleAssertion idJag() {
        return SampleIdJag.at(endpoint.clock.instant()).with("jti", "jti-" + count++);
    }

    private SampleAssertion bound() {
        return idJag().with("cnf", Map.of("jkt", SampleProof.thumbprint()));
    }

    private String proof() {
        return SampleProof.at(endpoint.clock.instant())
                .with("jti", "proof-" + count++)
                .compact();
    }

    private String proofOfAnotherKey() {
        return SampleProof.at(endpoint.clock.instant(), SampleKeys.ofStranger(Algorithm.ES256))
                .compact();
    }

    @Test
    @Spec(SPECIFICATION + "§9.9")
    void aBoundOneNeedsAProofOfItsKey() {
        assertThat(token(endpoint.exchange(bound(), proof())).token().confirmation())
                .isEqualTo(Confirmation.ofJwk(SampleProof.thumbprint()));
        assertThat(code(endpoint.exchange(bound()))).isEqualTo("dpop.key_mismatch");
        assertThat(code(endpoint.exchange(bound(), proofOfAnotherKey()))).isEqualTo("dpop.key_mismatch");
        assertThat(code(endpoint.exchange(
                        bound().with("cnf", Map.of("jkt", SampleProof.thumbprint(), "kid", "k")), proof())))
                .as("members that are not understood are ignored")
                .isEqualTo("accepted");
    }

    @Test
    void explainNamesTheMismatchToo() {
        assertThat(endpoint.explainWith(bound()).code().orElseThrow().value()).isEqualTo("dpop.key_mismatch");
        assertThat(endpoint.explainWith(bound(), proof()).code()).isEmpty();
    }

    @Test
    @Spec(SPECIFICATION + "§9.9")
    void aProofBindsTheTokenOfAnUnboundOne() {
        assertThat(token(endpoint.exchange(idJag(), proof())).token().confirmation())
                .isEqualTo(Confirmation.ofJwk(SampleProof.thumbprint()));
        assertThat(token(endpoint.exchange(idJag())).token().confirmation()).isEqualTo(Confirmation.NONE);
    }

    @Test
    @Spec(SPECIFICATION + "§9.9")
    void anApplicationWithBoundTokensNeedsAProofInAnyCase() {
        var binding =
                SampleEndpoint.of(SampleIdJag.issuer(), SampleIdJag.client().dpopBound());

        assertThat(code(binding.exchange(idJag()))).isEqualTo("dpop.proof_missing");
        assertThat(code(binding.exchange(idJag(), proof()))).isEqualTo("accepted");
    }

    @Test
    void aRefusedOneSpendsNeitherItselfNorTheProof() {
        String proof = proof();
        SampleAssertion bound = bound();
        assertThat(code(endpoint.exchange(bound))).isEqualTo("dpop.key_mismatch");
        assertThat(code(endpoint.exchange(idJag().with("client_id", "another"), proof)))
                .isEqualTo("assertion.client_mismatch");

        assertThat(code(endpoint.exchange(bound, proof))).isEqualTo("accepted");
    }

    @Test
    void refusesAnotherFormOfTheClaim() {
        for (Object other : List.of(
                Map.of(),
                Map.of("x5t#S256", SampleProof.thumbprint()),
                Map.of("jkt", ""),
                Map.of("jkt", 7L),
                Map.of("jkt", JsonNull.NULL),
                Map.of("jkt", SampleProof.thumbprint() + "="),
                Map.of("jkt", SampleProof.thumbprint().substring(1)),
                Map.of("jkt", SampleProof.thumbprint(), "x5t#S256", "short"),
                List.of(SampleProof.thumbprint()),
                SampleProof.thumbprint(),
                JsonNull.NULL)) {
            assertThat(code(endpoint.exchange(idJag().with("cnf", other), proof())))
                    .as(other.toString())
                    .isEqualTo("assertion.claim_malformed");
        }
    }

    @Test
    void aCertificateInTheClaimIsRequiredToo() {
        var both = Map.of("jkt", SampleProof.thumbprint(), "x5t#S256", SampleProof.thumbprint());

        assertThat(code(endpoint.exchange(idJag().with("cnf", both), proof())))
                .isEqualTo("client.certificate_mismatch");
    }
}
