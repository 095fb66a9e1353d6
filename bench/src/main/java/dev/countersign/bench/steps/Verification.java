package dev.countersign.bench.steps;

import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.SignatureVerifier;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Stage 3, the signature: verified as in the product, including copies of the octets; the key is available. */
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Verification extends Step {
    @Param({"RS256", "PS256", "ES256", "EDDSA"})
    Algorithm algorithm;

    private CompactJws jws;
    private VerificationKey key;

    @Setup
    public void sign() {
        jws = SampleExchange.jws(SampleExchange.assertion(algorithm));
        key = SampleKeys.ofThirdParty(algorithm).verificationKey();
        if (!verify()) {
            throw new IllegalStateException("The sample signature is not good");
        }
    }

    @Benchmark
    public boolean verify() {
        return SignatureVerifier.verify(key, algorithm, jws.signingInput(), jws.signature());
    }
}
