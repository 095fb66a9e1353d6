package dev.countersign.bench.steps;

import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.IssuedToken;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** Stage 6: writing and signing the access token. */
// Signing with RSA is so slow that the compiler sees the remaining code too rarely to finish earlier.
@Warmup(iterations = 10, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Minting extends Step {
    @Param({"RS256", "ES256", "EDDSA"})
    Algorithm algorithm;

    private final IssuedToken token = SampleExchange.issued();
    private AccessTokenMinter minter;

    @Setup
    public void makeKey() {
        minter = SampleExchange.minter(algorithm);
    }

    @Benchmark
    public String mint() {
        return minter.mint(
                SampleServer.IDENTITY, token, minter.key(algorithm), AccessTokenTyp.AT_JWT, SampleExchange.MAPPED);
    }
}
