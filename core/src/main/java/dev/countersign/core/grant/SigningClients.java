package dev.countersign.core.grant;

import dev.countersign.core.assertion.IssuedAtDefaults;
import dev.countersign.core.client.ClientKeys;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.KeySource;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.issuer.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.issuer.TrustedIssuer.ReplayRule;
import dev.countersign.core.issuer.TrustedIssuer.SubjectMapping;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications as issuers of their own client assertions, so that one set of rules and one keyring serve both. */
public final class SigningClients {
    /** The age of a client assertion is bounded by its lifetime. */
    static final IssuedAtDefaults ISSUED_AT = new IssuedAtDefaults(false, Duration.ofMinutes(30));

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** A client assertion is made for one request (RFC 7523 §3 (4)). */
    private static final Duration LONGEST_LIFETIME = Duration.ofHours(1);

    private SigningClients() {}

    /** The application as an issuer; empty when it has no keys. */
    public static Optional<TrustedIssuer> asIssuer(RegisteredClient client) {
        return client.keys().map(keys -> asIssuer(client, keys));
    }

    private static TrustedIssuer asIssuer(RegisteredClient client, ClientKeys keys) {
        return new TrustedIssuer(
                new IssuerId(client.id().value()),
                client.name(),
                "",
                client.enabled(),
                new IssuerIdentifier(client.clientId().value()),
                Optional.empty(),
                List.of(),
                switch (keys.source()) {
                    case ClientKeys.Source.Url(var url) -> new KeySource.JwksUrl(url);
                    case ClientKeys.Source.Inline(var jwks) -> new KeySource.InlineJwkSet(jwks);
                },
                keys.algorithm().map(Set::of).orElse(Set.of(Algorithm.values())),
                true,
                CLOCK_SKEW,
                LONGEST_LIFETIME,
                new IssuedAtRule(Optional.empty(), Optional.empty()),
                new ReplayRule(true, false),
                List.of(),
                new SubjectMapping.AsIs(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                false,
                client.createdAt(),
                client.updatedAt());
    }
}
