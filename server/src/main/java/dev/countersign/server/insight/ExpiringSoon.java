package dev.countersign.server.insight;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * List of what expires soon or has expired, the most urgent first. Disabled issuers and applications are left out, and so
 * is what has expired and had a replacement.
 *
 * @param further the personal access tokens, and the certificates of the server itself and of host names
 */
public record ExpiringSoon(
        TrustConfiguration configuration, IssuerKeyViews keys, Supplier<List<Expiring>> further, InstantSource clock) {

    /** The whole list, the earliest expiry first. */
    public List<Expiring> list() {
        Instant now = clock.instant();
        return Stream.of(
                        further.get().stream(),
                        configuration.issuers().stream().flatMap(issuer -> certificates(issuer, now)),
                        configuration.applications().stream().flatMap(application -> secrets(application, now)))
                .<Expiring>flatMap(each -> each)
                .filter(expiring -> !expiring.at().isAfter(now.plus(expiring.ahead())))
                .sorted(Comparator.comparing(Expiring::at))
                .toList();
    }

    /** Certificates in a JWK set are excluded: the issuer replaces them. */
    private Stream<Expiring.IssuerCertificate> certificates(TrustedIssuer issuer, Instant now) {
        if (!issuer.enabled() || !(issuer.verification().keys() instanceof KeySource.Certificates)) {
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
        List<ClientSecret> secrets = application.credentials().secrets();
        return secrets.stream()
                .flatMap(secret -> secret
                        .expiresAt()
                        .map(at -> new Expiring.ApplicationSecret(application, secret.id(), at, outlasted(at, secrets)))
                        .stream())
                .filter(expiring -> !(expiring.outlasted() && !expiring.at().isAfter(now)));
    }

    private static boolean outlasted(Instant at, List<ClientSecret> secrets) {
        return secrets.stream()
                .anyMatch(other -> other.expiresAt().map(at::isBefore).orElse(true));
    }
}
