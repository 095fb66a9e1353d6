package dev.countersign.core.keys;

import dev.countersign.core.jose.certificate.CertificateReader;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.VerificationKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The keys of all trusted token issuers, separate for each issuer: fetched, refreshed, and dropped at once when an
 * administrator changes their source.
 */
public final class Keyring implements VerificationKeys {
    private static final Logger LOG = System.getLogger(Keyring.class.getName());

    private final WaitingCallers waiting = new WaitingCallers();
    private final KeyringPorts ports;
    private final KeyLifetimes lifetimes;
    private final Map<KeyOwnerId, Entry> entries = new ConcurrentHashMap<>();
    private Map<KeyOwnerId, KeySource> configured = Map.of();

    /** An issuer's holder, its key source, and the time of the configuration that defines it. */
    private record Entry(KeySource source, Instant configuredAt, KeyHolder holder) {

        /**
         * Whether the entry matches this state of the issuer. A request that began before a change must not restore the
         * old keys: it gets the new ones.
         */
        boolean serves(KeyOwner issuer) {
            return source.equals(issuer.keys()) || configuredAt.isAfter(issuer.updatedAt());
        }
    }

    public Keyring(KeyringPorts ports) {
        this(ports, KeyLifetimes.STANDARD);
    }

    Keyring(KeyringPorts ports, KeyLifetimes lifetimes) {
        this.ports = ports;
        this.lifetimes = lifetimes;
    }

    /** May wait for one fetch of this issuer's JWK set; never for another issuer's. */
    @Override
    public KeyLookup find(KeyOwner issuer, Algorithm algorithm, Optional<String> keyId) {
        return holder(issuer).find(algorithm, keyId);
    }

    @Override
    public void used(KeyOwnerId issuer, VerificationKey key) {
        Entry entry = entries.get(issuer);
        if (entry != null) {
            entry.holder().used(key);
        }
    }

    /**
     * Fetches the issuer's keys now, independent of earlier fetches. On return the new set is in use, or the view
     * states the reason why there is none.
     */
    public KeysInUse refresh(KeyOwner issuer) {
        KeyHolder holder = holder(issuer);
        holder.refresh();
        return holder.view();
    }

    /** Fetches the keys of a JWKS URL, without using them. */
    public JwksTrial tryOut(URI url) {
        return JwksTrial.make(url, ports);
    }

    /** Fetches another document of an issuer. */
    public FetchOutcome read(URI url) {
        return ports.fetcher().fetch(url);
    }

    /** Uses the set of a trial of the issuer's URL, so that the first assertion need not wait for it. */
    public void adopt(KeyOwner issuer, JwksTrial.Answered fetched) {
        holder(issuer).adopt(fetched);
    }

    /** Records that a trial of the issuer's URL gave no keys, so that its state shows it. */
    public void failed(KeyOwner issuer, URI url, String reason) {
        holder(issuer).failed(url, reason);
    }

    /** Number of callers waiting for a fetch. */
    public int waitingCallers() {
        return waiting.count();
    }

    /** The issuer's current keys, without a fetch. */
    public KeysInUse view(KeyOwner issuer) {
        return holder(issuer).view();
    }

    /**
     * Fetches in the background keys that will be needed soon. Must be called every few seconds: then the keys of an
     * issuer in occasional use are ready for the first caller, and when it fails its last good set is recent.
     */
    public void tick() {
        entries.values().forEach(entry -> entry.holder().tick());
    }

    /**
     * Applies the current configuration of issuers. The keys of removed issuers, and of those with another key source,
     * are dropped at once, including stored ones. Must be called at the start and after every change.
     */
    public synchronized void retain(Collection<KeyOwner> issuers) {
        Map<KeyOwnerId, KeyOwner> present =
                issuers.stream().collect(Collectors.toMap(KeyOwner::id, Function.identity()));
        var known = new HashSet<>(entries.keySet());
        known.addAll(configured.keySet());
        for (KeyOwnerId id : known) {
            KeyOwner issuer = present.get(id);
            if (issuer == null) {
                forget(id);
            } else {
                follow(issuer);
            }
        }
        configured = present.values().stream().collect(Collectors.toMap(KeyOwner::id, KeyOwner::keys));
    }

    /** Applies the configuration independent of the time of the change: the current one is correct. */
    private void follow(KeyOwner issuer) {
        Entry entry = entries.get(issuer.id());
        KeySource before = entry != null ? entry.source() : configured.get(issuer.id());
        if (entry != null && entry.source().equals(issuer.keys())) {
            entry.holder().rename(issuer.name());
        } else if (before != null && !before.equals(issuer.keys())) {
            drop(issuer.id(), Optional.ofNullable(entries.put(issuer.id(), entry(issuer, true))));
        }
    }

    /** Drops all keys of an issuer, including stored ones. */
    public void forget(KeyOwnerId issuer) {
        drop(issuer, Optional.ofNullable(entries.remove(issuer)));
    }

    private KeyHolder holder(KeyOwner issuer) {
        while (true) {
            Entry present = entries.get(issuer.id());
            if (present != null && present.serves(issuer)) {
                return present.holder();
            }
            Entry next = entry(issuer, present != null);
            if (present == null) {
                entries.putIfAbsent(issuer.id(), next);
            } else if (entries.replace(issuer.id(), present, next)) {
                drop(issuer.id(), Optional.of(present));
            }
        }
    }

    private Entry entry(KeyOwner issuer, boolean replacesAnother) {
        KeyHolder holder = switch (issuer.keys()) {
            case KeySource.JwksUrl(URI url) ->
                new RemoteJwkSet(issuer, url, lifetimes, ports, waiting, replacesAnother);
            case KeySource.Certificates(List<String> pem) ->
                new StaticJwkSet(
                        CertificateReader.read(pem, ports.clock().instant()).keys(), ports.clock());
            case KeySource.InlineJwkSet(String json) ->
                new StaticJwkSet(JwkSetReader.readInline(json).keys(), ports.clock());
        };
        return new Entry(issuer.keys(), issuer.updatedAt(), holder);
    }

    private void drop(KeyOwnerId issuer, Optional<Entry> dropped) {
        dropped.ifPresent(entry -> entry.holder().retire());
        try {
            ports.store().delete(issuer);
        } catch (RuntimeException fault) {
            // The set is stored with its URL, so it cannot be used for another one.
            LOG.log(Level.WARNING, "The stored JWK set of issuer " + issuer + " cannot be deleted", fault);
        }
    }
}
