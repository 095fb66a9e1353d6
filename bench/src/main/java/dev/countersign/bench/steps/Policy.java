package dev.countersign.bench.steps;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.policy.PolicyFacts;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** Stage 4: subject, scopes, audience, lifetime and one mapped claim, without and with two conditions in CEL. */
public class Policy extends Step {
    private static final RequestedAccess DEFAULTS = new RequestedAccess(Optional.empty(), List.of());

    private final JwtClaims claims = SampleExchange.unverified().claims();
    private final RegisteredClient client = SampleClient.orders().build();
    private final IssuerPolicy unconditional =
            IssuerPolicy.of(SampleExchange.issuer().build(), SampleServer.RULES);
    private final IssuerPolicy conditional = IssuerPolicy.of(
            SampleExchange.issuer()
                    .conditions("claims.email_verified == true", "claims.tenant == \"" + SampleExchange.TENANT + "\"")
                    .build(),
            SampleServer.RULES);
    private final TrustSnapshot trust = SampleServer.trust(List.of(unconditional.issuer()), List.of(client));

    @Setup
    public void expectGrants() {
        if (withoutConditions() instanceof Ruling.Refused || withConditions() instanceof Ruling.Refused) {
            throw new IllegalStateException("The sample assertion is refused");
        }
    }

    @Benchmark
    public Ruling<AccessGrant> withoutConditions() {
        return authorize(unconditional);
    }

    @Benchmark
    public Ruling<AccessGrant> withConditions() {
        return authorize(conditional);
    }

    private Ruling<AccessGrant> authorize(IssuerPolicy policy) {
        return Authorizer.authorize(new PolicyFacts(
                claims,
                Optional.of(policy),
                Optional.of(client),
                Optional.of(DEFAULTS),
                Optional.empty(),
                trust,
                SampleExchange.NOW));
    }
}
