package dev.countersign.server.notice;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.FetchError;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.insight.IssuerKeyViews;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Notices of the keys of enabled issuers and applications: keys that cannot be fetched, sets without a usable key, and
 * published private keys.
 *
 * @param applicationKeys the keys of an application; empty when it has none
 */
record KeyNotices(
        TrustConfiguration configuration,
        IssuerKeyViews keys,
        Function<RegisteredClient, Optional<KeysInUse>> applicationKeys)
        implements NoticeSource {

    private record Owner(Target target, String name, String effect, KeysInUse view) {}

    @Override
    public Stream<CurrentNotice> notices(Instant now) {
        Stream<Owner> issuers =
                configuration.issuers().stream().filter(TrustedIssuer::enabled).flatMap(this::owner);
        Stream<Owner> applications = configuration.applications().stream()
                .filter(RegisteredClient::enabled)
                .flatMap(this::owner);
        return Stream.concat(issuers, applications)
                .flatMap(
                        owner -> Stream.of(unavailable(owner), published(owner)).flatMap(Optional::stream));
    }

    /** A certificate that has expired is reported by its own notice. */
    private Stream<Owner> owner(TrustedIssuer issuer) {
        KeysInUse view = keys.view(issuer);
        boolean expired = issuer.verification().keys() instanceof KeySource.Certificates
                && view.keys().stream().anyMatch(key -> key.state() == KeyState.EXPIRED);
        return expired
                ? Stream.empty()
                : Stream.of(new Owner(
                        Target.of(issuer), "the issuer " + issuer.name(), "Its assertions are refused", view));
    }

    private Stream<Owner> owner(RegisteredClient application) {
        return applicationKeys.apply(application).stream()
                .map(view -> new Owner(
                        Target.of(application),
                        "the application " + application.name(),
                        "It cannot authenticate",
                        view));
    }

    private static Optional<CurrentNotice> unavailable(Owner owner) {
        KeysInUse view = owner.view();
        return switch (IssuerHealth.state(view)) {
            case FAILING ->
                Optional.of(
                        unavailable(owner, Severity.ERROR, failure(owner) + owner.effect() + " until they can be."));
            case STALE ->
                Optional.of(unavailable(
                        owner, Severity.WARNING, failure(owner) + "The keys of the last good fetch are still used."));
            case NO_KEYS ->
                Optional.of(unavailable(
                        owner, Severity.ERROR, "No key of %s is usable. %s.".formatted(owner.name(), owner.effect())));
            case HEALTHY, NOT_YET_FETCHED, DISABLED -> Optional.empty();
        };
    }

    private static String failure(Owner owner) {
        return "The keys of %s cannot be fetched: the URL %s. "
                .formatted(
                        owner.name(),
                        owner.view().lastError().map(FetchError::reason).orElse("does not answer"));
    }

    private static CurrentNotice unavailable(Owner owner, Severity severity, String message) {
        return new CurrentNotice(
                NoticeKind.KEYS_UNAVAILABLE,
                owner.target().id(),
                severity,
                owner.view().lastError().map(FetchError::since),
                message,
                "Make the URL of the keys available with a usable key, or correct it; then fetch the keys again.",
                owner.target());
    }

    private static Optional<CurrentNotice> published(Owner owner) {
        return owner.view().ignored().stream().anyMatch(IgnoredKey::isSecret)
                ? Optional.of(new CurrentNotice(
                        NoticeKind.PRIVATE_KEY_PUBLISHED,
                        owner.target().id(),
                        Severity.ERROR,
                        Optional.empty(),
                        ("The JWK set of %s has private or symmetric keys: anyone who reads it can sign with them. This"
                                        + " server does not accept their signatures.")
                                .formatted(owner.name()),
                        "Have the owner of the set replace these key pairs and publish only their public keys.",
                        owner.target()))
                : Optional.empty();
    }
}
