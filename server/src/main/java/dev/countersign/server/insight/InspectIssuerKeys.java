package dev.countersign.server.insight;

import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Use case that shows the keys of an issuer, or fetches them again. */
public record InspectIssuerKeys(TrustConfiguration configuration, IssuerKeyViews keys, LastUses lastUses) {

    /** The current keys of the issuer, without a fetch. */
    public Outcome<KeysInUse> inspect(IssuerId id) {
        return view(id, keys::view);
    }

    /** The issuer's keys after a fetch, if they come from a URL. */
    public Outcome<KeysInUse> refresh(IssuerId id) {
        return view(id, keys::refresh);
    }

    private Outcome<KeysInUse> view(IssuerId id, Function<TrustedIssuer, KeysInUse> view) {
        return configuration
                .issuer(id)
                .<Outcome<KeysInUse>>map(
                        issuer -> new Outcome.Done<>(withLastUses(view.apply(issuer), lastUses.ofKeys(id))))
                .orElseGet(Outcome.NotFound::new);
    }

    /**
     * Combines the uses known to the keyring, since the start of this process, with those in the store, from before and
     * from other nodes.
     */
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
