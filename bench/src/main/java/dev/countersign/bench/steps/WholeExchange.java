package dev.countersign.bench.steps;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustSnapshot;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All stages: from the values of a token request to the values of the response, with a secret, an RS256 assertion and
 * no condition. The assertion is the same each time, which neither the ledger nor any other part detects.
 */
// Signing with RSA is so slow that the compiler sees the remaining code too rarely to finish earlier.
@Warmup(iterations = 10, time = 2)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class WholeExchange extends Step {
    private static final RequestOrigin ORIGIN = new RequestOrigin(new CorrelationId("correlation-1"), "192.0.2.1");

    /** The algorithm of the access token. */
    @Param({"ES256", "RS256"})
    Algorithm signing;

    private final String assertion = SampleExchange.assertion(Algorithm.RS256);
    private TrustSnapshot trust;
    private TokenEndpoint endpoint;

    @Setup
    public void open() {
        var ports = QuietPorts.around(
                SampleExchange.issuer().build(),
                SampleClient.orders().signingAlgorithm(signing).build(),
                SampleExchange.keys(signing));
        trust = ports.registry().current();
        endpoint = new TokenEndpoint(ports, new ClientAuthenticator(new FailureThrottle(), ports.issuerKeys()));
        if (exchange() instanceof Ruling.Refused<TokenResponse> refused) {
            throw new IllegalStateException(
                    "The sample assertion is refused: " + refused.rejection().code());
        }
    }

    /** The credentials are created again, as in every request: hashing the secret is part of the cost. */
    @Benchmark
    public Ruling<TokenResponse> exchange() {
        var request = new TokenRequest(
                SampleClient.credentials(),
                new JwtBearerGrant(assertion),
                new RequestedAccess(Optional.empty(), List.of()),
                List.of(),
                Optional.empty());
        return endpoint.answer(trust, request, ORIGIN);
    }
}
