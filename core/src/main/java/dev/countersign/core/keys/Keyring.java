package dev.countersign.core.keys;

import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeyQuery;
import dev.countersign.core.jose.key.VerificationKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The public keys of all trusted token issuers, or of all applications, separate for each owner: fetched, refreshed, and
 * discarded immediately when an administrator changes their source.
 */
public final class Keyring implements VerificationKeys {
    private static final Logger LOG = System.getLogger(Keyring.class.getName());

    private final WaitingCallers waiting;
    private final KeyringPorts ports;
    private final KeyLifetimes lifetimes;
    private final Map<KeyOwnerId, Entry> entries = new ConcurrentHashMap<>();
    private Map<KeyOwnerId, KeySource> configured = Map.of();

    /** The keys of one owner, their source, and the time of the configuration that defines it. */
    private record Entry(KeySource source, Instant configuredAt, KeyHolder holder) {

        /**
         * Whether the entry matches this state of the issuer. A request that began before a change must not restore the
         * old keys: it gets the new ones.
         */
        boolean serves(KeyOwner owner) {
            return source.equals(owner.keys()) || configuredAt.isAfter(owner.updatedAt());
        }
    }

    public Keyring(KeyringPorts ports) {
        this(ports, KeyLifetimes.STANDARD);
    }

    Keyring(KeyringPorts ports, KeyLifetimes lifetimes) {
        this.ports = ports;
        this.waiting = new WaitingCallers(ports.waiting());
        this.lifetimes = lifetimes;
    }

    /** May wait for one fetch of this issuer's JWK set; never for another issuer's. */
    @Override
    public KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId) {
        return holder(owner).find(new KeyQuery.OfSignature(algorithm, keyId));
    }

    @Override
    public KeyLookup find(KeyOwner owner, ClientCertificate certificate) {
        Optional<String> thumbprint = certificate.keyThumbprint();
        return thumbprint.isPresent()
                ? holder(owner).find(new KeyQuery.OfCertificate(certificate.hash(), thumbprint.get()))
                : VerificationKeys.super.find(owner, certificate);
    }

    @Override
    public void used(KeyOwnerId owner, VerificationKey key) {
        Entry entry = entries.get(owner);
        if (entry != null) {
            entry.holder().used(key);
        }
    }

    /**
     * Fetches the issuer's keys now, independent of earlier fetches. On return the new set is in use, or the view
     * states the reason why there is none.
     */
    public KeysInUse refresh(KeyOwner owner) {
        KeyHolder holder = holder(owner);
        holder.refresh();
        return holder.view();
    }

    /** Fetches the keys of a JWKS URL, without using them. */
    public FetchOutcome<FetchedSet> tryOut(KeySource.JwksUrl source) {
        return ports.fetch(source);
    }

    /** Fetches another document of an issuer. */
    public FetchOutcome<byte[]> read(KeySource.JwksUrl document) {
        return ports.fetcher().fetch(document);
    }

    /**
     * Takes over what the issuer's URL gave when it was tried out: the first assertion need not wait for its keys, and
     * its state shows a failure.
     */
    public void adopt(KeyOwner owner, URI url, FetchOutcome<FetchedSet> tried) {
        holder(owner).adopt(url, tried);
    }

    /** Takes over what a source gave to another keyring, for each owner that has the same source and is in use. */
    public void adopt(KeySource.JwksUrl source, FetchedSet fetched) {
        var outcome = new FetchOutcome.Fetched<>(fetched, Duration.ZERO);
        entries.values().stream()
                .filter(entry -> entry.source().equals(source))
                .forEach(entry -> entry.holder().adopt(source.url(), outcome));
    }

    /** The issuer's keys as they stand; none is fetched. */
    public KeysInUse view(KeyOwner owner) {
        return holder(owner).view();
    }

    /**
     * Fetches in the background keys that will be needed soon. Must be called every few seconds: then the keys of an
     * issuer in occasional use are ready for the first caller, and when it fails its last good set is recent.
     */
    public void prefetch() {
        entries.values().forEach(entry -> entry.holder().prefetch());
    }

    /**
     * Applies the current configuration of issuers. The keys of removed issuers, and of those with another key source,
     * are dropped at once, including stored ones. Must be called at the start and after every change.
     */
    public synchronized void retain(Collection<KeyOwner> owners) {
        Map<KeyOwnerId, KeyOwner> present =
                owners.stream().collect(Collectors.toMap(KeyOwner::id, Function.identity()));
        var known = new HashSet<>(entries.keySet());
        known.addAll(configured.keySet());
        for (KeyOwnerId id : known) {
            KeyOwner owner = present.get(id);
            if (owner == null) {
                forget(id);
            } else {
                follow(owner);
            }
        }
        configured = present.values().stream().collect(Collectors.toMap(KeyOwner::id, KeyOwner::keys));
    }

    /** Applies the configured key source, whatever the clock said when the issuer was changed. */
    private void follow(KeyOwner owner) {
        Entry entry = entries.get(owner.id());
        KeySource before = entry != null ? entry.source() : configured.get(owner.id());
        if (entry != null && entry.source().equals(owner.keys())) {
            entry.holder().rename(owner.name());
        } else if (before != null && !before.equals(owner.keys())) {
            drop(owner.id(), Optional.ofNullable(entries.put(owner.id(), entry(owner, true))));
        }
    }

    /** Drops all keys of an issuer, the stored ones too. */
    public void forget(KeyOwnerId owner) {
        drop(owner, Optional.ofNullable(entries.remove(owner)));
    }

    private KeyHolder holder(KeyOwner owner) {
        while (true) {
            Entry present = entries.get(owner.id());
            if (present != null && present.serves(owner)) {
                return present.holder();
            }
            Entry next = entry(owner, present != null);
            if (present == null) {
                entries.putIfAbsent(owner.id(), next);
            } else if (entries.replace(owner.id(), present, next)) {
                drop(owner.id(), Optional.of(present));
            }
        }
    }

    private Entry entry(KeyOwner owner, boolean replacesAnother) {
        KeyHolder holder = switch (owner.keys()) {
            case KeySource.JwksUrl source ->
                new RemoteJwkSet(owner, source, lifetimes, ports, waiting, replacesAnother);
            case KeySource.Certificates given -> StaticJwkSet.of(given, ports.clock());
            case KeySource.InlineJwkSet given -> StaticJwkSet.of(given, ports.clock());
        };
        return new Entry(owner.keys(), owner.updatedAt(), holder);
    }

    private void drop(KeyOwnerId owner, Optional<Entry> dropped) {
        dropped.ifPresent(entry -> entry.holder().retire());
        try {
            ports.store().delete(owner);
        } catch (RuntimeException fault) {
            // The set is kept under the URL it came from, so nothing else can take it for its own.
            LOG.log(Level.WARNING, "The kept JWK set of issuer " + owner + " cannot be deleted", fault);
        }
    }
}
