package dev.countersign.server.management;

import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows the keys of an issuer, and fetches them anew. */
public final class InspectIssuerKeys {
    private final TrustConfiguration configuration;
    private final IssuerKeyViews keys;
    private final LastUses lastUses;

    public InspectIssuerKeys(TrustConfiguration configuration, IssuerKeyViews keys, LastUses lastUses) {
        this.configuration = configuration;
        this.keys = keys;
        this.lastUses = lastUses;
    }

    /** The issuer's keys as they stand; nothing is fetched. */
    public Outcome<KeysInUse> inspect(IssuerId id) {
        return view(id, keys::view);
    }

    /** The issuer's keys after they were fetched again, if they come from a URL. */
    public Outcome<KeysInUse> refresh(IssuerId id) {
        return view(id, keys::refresh);
    }

    private Outcome<KeysInUse> view(IssuerId id, Function<TrustedIssuer, KeysInUse> look) {
        return configuration
                .issuer(id)
                .<Outcome<KeysInUse>>map(
                        issuer -> new Outcome.Done<>(withLastUses(look.apply(issuer), lastUses.ofKeys(id))))
                .orElseGet(Outcome.NotFound::new);
    }

    /** The keyring knows uses since the start of this process, the store those before and elsewhere. */
    private static KeysInUse withLastUses(KeysInUse view, Map<String, Instant> uses) {
        return new KeysInUse(
                view.standing(),
                view.keys().stream()
                        .map(key -> withLastUse(key, Optional.ofNullable(uses.get(key.label()))))
                        .toList(),
                view.ignored(),
                view.fetchedAt(),
                view.nextFetch(),
                view.lastError());
    }

    private static KeysInUse.Key withLastUse(KeysInUse.Key key, Optional<Instant> recorded) {
        return new KeysInUse.Key(
                key.label(),
                key.keyId(),
                key.thumbprint(),
                key.description(),
                key.algorithms(),
                key.state(),
                key.certificate(),
                Stream.of(key.lastUsed(), recorded).flatMap(Optional::stream).max(Comparator.naturalOrder()));
    }
}
