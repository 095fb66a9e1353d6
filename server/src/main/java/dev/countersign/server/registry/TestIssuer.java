package dev.countersign.server.registry;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TokenSigner;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.registry.change.Force;
import dev.countersign.server.registry.trust.Edit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A third party within the server that signs any assertion on request: for evaluation, never in production. Its key
 * exists only in memory; each start registers a new one, and a start without it removes the trust in it.
 */
public final class TestIssuer {
    /** The name under which it is registered. */
    public static final String NAME = "countersign-test-issuer";

    private static final String PATH = "/test-issuer";
    private static final Duration LONGEST = Duration.ofHours(1);

    private final IssuerIdentifier issuer;
    private final IssuerIdentifier self;
    private final TokenSigner signer;
    private final InstantSource clock;

    private TestIssuer(IssuerIdentifier issuer, IssuerIdentifier self, TokenSigner signer, InstantSource clock) {
        this.issuer = issuer;
        this.self = self;
        this.signer = signer;
        this.clock = clock;
    }

    /** Claims of a sample assertion in addition to those that every assertion has. */
    public record Sample(String subject, Duration lifetime, Map<String, Object> otherClaims) {
        public Sample {
            otherClaims = UnmodifiableCopies.of(otherClaims);
        }
    }

    /** Registers the test issuer with a new key, or removes the one of an earlier start. */
    public static Optional<TestIssuer> open(boolean enabled, UseCases useCases, InstantSource clock) {
        IssuerIdentifier self = useCases.configuration().rules().identity().issuer();
        String base = self.value();
        var issuer = new IssuerIdentifier((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH);
        var administrator = ServerAuthor.TEST_ISSUER.as(new CorrelationId(Secrets.generateId()));
        Optional<TrustedIssuer> earlier = useCases.configuration().issuers().stream()
                .filter(registered -> isEarlier(registered, issuer))
                .findFirst();
        if (!enabled) {
            earlier.ifPresent(registered ->
                    useCases.issuers().remove(administrator, registered.id(), new ExpectedVersion.Any(), Force.REMOVE));
            return Optional.empty();
        }
        SigningKey key = SigningKey.generate(Algorithm.ES256);
        Map<String, Object> keys = Map.of("jwks", Map.of("keys", List.of(key.publicJwk())));
        Outcome<Saved<TrustedIssuer>> outcome = earlier.isPresent()
                ? useCases.issuers()
                        .change(
                                administrator,
                                earlier.get().id(),
                                new ExpectedVersion.Any(),
                                new Edit.Replace(input(issuer, earlier.get().name(), keys)))
                : useCases.issuers().register(administrator, input(issuer, NAME, keys));
        if (!(outcome instanceof Outcome.Done<Saved<TrustedIssuer>>)) {
            throw new IllegalStateException("the test issuer could not be registered: " + outcome);
        }
        return Optional.of(new TestIssuer(issuer, self, new TokenSigner(key, "JWT"), clock));
    }

    /** Recognises it even if the server had another identifier then. */
    private static boolean isEarlier(TrustedIssuer registered, IssuerIdentifier issuer) {
        return registered.issuer().equals(issuer)
                || (registered.name().equals(NAME)
                        && registered.issuer().value().endsWith(PATH));
    }

    private static Map<String, Object> input(IssuerIdentifier issuer, String name, Map<String, Object> keys) {
        var input = new LinkedHashMap<String, Object>();
        input.put("name", name);
        input.put(
                "description",
                "Built into this server for tests. It signs any claims that are entered in the console.");
        input.put("issuer", issuer.value());
        input.put("keys", keys);
        return input;
    }

    /** An assertion for this server, valid from now on; the given claims override the defaults. */
    public String assertion(Sample sample) {
        Instant now = clock.instant();
        Duration lifetime = sample.lifetime().compareTo(LONGEST) > 0 ? LONGEST : sample.lifetime();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", issuer.value());
        claims.put("sub", sample.subject());
        claims.put("aud", self.value());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.put("jti", Secrets.generateId());
        claims.putAll(sample.otherClaims());
        return signer.sign(JsonText.write(claims));
    }
}
