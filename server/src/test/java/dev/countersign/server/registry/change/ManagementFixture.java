package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.ApplicationUseCases.Registration;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.signing.MovingClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The use cases with a store in memory, and valid input for them. */
public final class ManagementFixture {
    public static final String SELF = "https://self.example";
    public static final ServerRules RULES = new ServerRules(
            new ServerIdentity(new IssuerIdentifier(SELF), new Audience(SELF + "/oauth2/token")),
            SampleServer.ISSUED_AT,
            SampleServer.SIGNING);

    private static final SigningKey KEY = SigningKey.generate(Algorithm.ES256);
    private static final Administrator ADMINISTRATOR =
            new Administrator("admin-client", new CorrelationId("correlation-1"), new Authority.All());

    public final MemoryTrustStore store = new MemoryTrustStore();
    public final MovingClock clock = new MovingClock();
    public final TrustConfiguration configuration = new TrustConfiguration(store, RULES);
    public final SampleTrials trials = new SampleTrials();
    public final UseCases useCases = UseCases.of(
            configuration,
            url -> url.getScheme().equals("https")
                    ? Optional.empty()
                    : Optional.of("Plain http is not allowed for this host."),
            trials,
            clock);

    public static Administrator administrator() {
        return ADMINISTRATOR;
    }

    /** A JWK set with one public key. */
    public static String jwks() {
        return new String(JsonText.write(Map.of("keys", List.of(KEY.publicJwk()))), StandardCharsets.UTF_8);
    }

    /** The least an issuer needs. */
    public static Map<String, Object> issuer(String name) {
        return TestJson.object(
                "{'name':'%s','issuer':'https://%s.example','keys':{'jwks_url':'https://%s.example/jwks'}}"
                        .formatted(name, name, name));
    }

    /** The least an application needs. */
    public static Map<String, Object> application(String name) {
        return TestJson.object("{'name':'%s'}".formatted(name));
    }

    public TrustedIssuer registered(Map<String, Object> input) {
        return done(useCases.issuers().register(ADMINISTRATOR, input)).value();
    }

    public TrustedIssuer registeredIssuer(String name) {
        return registered(issuer(name));
    }

    public Registration registeredApplication(Map<String, Object> input) {
        return done(useCases.applications().register(ADMINISTRATOR, input));
    }

    public RegisteredClient registeredApplication(String name) {
        return registeredApplication(application(name)).application().value();
    }

    public static <T> T done(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Done<T>(var value)) {
            return value;
        }
        throw new AssertionError("not done: " + outcome);
    }

    public static List<String> problems(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Invalid<?>(var problems)) {
            return problems.stream()
                    .map(problem -> problem.pointer() + " " + problem.code())
                    .toList();
        }
        throw new AssertionError("not invalid: " + outcome);
    }
}
