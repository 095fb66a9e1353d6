package dev.countersign.bench.load;

import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Spread;
import dev.countersign.bench.server.BenchIssuer;
import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Upper limit set by cryptography: the exchanges per second of one processor that only verifies the assertion and signs
 * the access token, on one thread, by the same classes and the same provider as in the server.
 */
final class CryptoLimit {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int ROUNDS = 5;

    private final Algorithm algorithm;
    private final BenchIssuer issuer = new BenchIssuer();
    private final CompactJws assertion;
    private final TokenSigner signer;
    private final byte[] claims;
    private final List<Double> rates = new ArrayList<>();

    /** @param algorithm of the access token */
    CryptoLimit(Algorithm algorithm, Clock clock) {
        if (!(CompactJws.read(issuer.assertion(clock.instant())) instanceof JwsReading.Read(CompactJws read))) {
            throw new IllegalStateException("The third party makes assertions that cannot be read.");
        }
        this.algorithm = algorithm;
        this.assertion = read;
        this.signer = new TokenSigner(SigningKey.generate(algorithm), "at+jwt");
        this.claims = JsonText.write(BenchIssuer.claims(clock.instant()));
    }

    /** Measures some more rounds on the server's processors. */
    void measure(Processors processors) throws IOException, InterruptedException {
        processors.measureWhereServersRun();
        if (rates.isEmpty()) {
            round(WARM_UP);
        }
        for (int i = 0; i < ROUNDS; i++) {
            rates.add(round(ROUND));
        }
        processors.driveFromHere();
    }

    private double round(Duration time) {
        long begin = System.nanoTime();
        long done = 0;
        long now = begin;
        while (now - begin < time.toNanos()) {
            if (!assertion.isSignedBy(issuer.verificationKey(), BenchIssuer.ALGORITHM)
                    || signer.sign(claims).isEmpty()) {
                throw new IllegalStateException("Cryptography does not work.");
            }
            done++;
            now = System.nanoTime();
        }
        return done * 1e9 / (now - begin);
    }

    /** Exchanges per second. */
    Spread rate() {
        return Spread.of(rates);
    }

    @Override
    public String toString() {
        return "limit: one %s verified and one %s signed, %s in a second on one thread, %d rounds; %s"
                .formatted(
                        BenchIssuer.ALGORITHM,
                        algorithm,
                        rate().text(0),
                        rates.size(),
                        CryptoProvider.choose().description());
    }
}
