package dev.countersign.server.management;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lists what ends within thirty days or has ended, the most urgent first. What is disabled is left out, and so is what
 * has ended and was replaced before.
 */
public final class ExpiringSoon {
    /** How long before its end something is listed. */
    public static final Duration AHEAD = Duration.ofDays(30);

    private final TrustConfiguration configuration;
    private final IssuerKeyViews keys;
    private final Supplier<Optional<Instant>> ownCertificate;
    private final InstantSource clock;

    /** @param ownCertificate when our own TLS certificate ends; empty when it cannot be told */
    public ExpiringSoon(
            TrustConfiguration configuration,
            IssuerKeyViews keys,
            Supplier<Optional<Instant>> ownCertificate,
            InstantSource clock) {
        this.configuration = configuration;
        this.keys = keys;
        this.ownCertificate = ownCertificate;
        this.clock = clock;
    }

    /** All of it, the soonest first. */
    public List<Expiring> list() {
        Instant now = clock.instant();
        Instant until = now.plus(AHEAD);
        return Stream.of(
                        ownCertificate.get().map(Expiring.OwnCertificate::new).stream(),
                        configuration.issuers().stream().flatMap(issuer -> certificates(issuer, now)),
                        configuration.applications().stream().flatMap(application -> secrets(application, now)))
                .<Expiring>flatMap(each -> each)
                .filter(expiring -> !expiring.at().isAfter(until))
                .sorted(Comparator.comparing(Expiring::at))
                .toList();
    }

    /** Those of a JWK set are the issuer's business: it will publish others. */
    private Stream<Expiring.IssuerCertificate> certificates(TrustedIssuer issuer, Instant now) {
        if (!issuer.enabled() || !(issuer.keys() instanceof KeySource.Certificates)) {
            return Stream.empty();
        }
        List<KeysInUse.Key> certified = keys.view(issuer).keys();
        Optional<Instant> last =
                certified.stream().flatMap(key -> end(key).stream()).max(Comparator.naturalOrder());
        return certified.stream()
                .flatMap(key -> end(key)
                        .map(at -> new Expiring.IssuerCertificate(
                                issuer,
                                key.label(),
                                at,
                                last.filter(at::isBefore).isPresent()))
                        .stream())
                .filter(expiring -> !(expiring.outlasted() && expiring.at().isBefore(now)));
    }

    private static Optional<Instant> end(KeysInUse.Key key) {
        return key.certificate().map(details -> details.notAfter());
    }

    private static Stream<Expiring.ApplicationSecret> secrets(RegisteredClient application, Instant now) {
        if (!application.enabled()) {
            return Stream.empty();
        }
        return application.secrets().stream()
                .flatMap(secret -> secret
                        .expiresAt()
                        .map(at -> new Expiring.ApplicationSecret(
                                application, secret.id(), at, outlasted(at, application.secrets())))
                        .stream())
                .filter(expiring -> !(expiring.outlasted() && !expiring.at().isAfter(now)));
    }

    private static boolean outlasted(Instant at, List<ClientSecret> secrets) {
        return secrets.stream()
                .anyMatch(other -> other.expiresAt().map(at::isBefore).orElse(true));
    }
}
