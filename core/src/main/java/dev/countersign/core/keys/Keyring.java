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
 * The keys of all trusted token issuers, each issuer's apart from every other's: fetched, kept fresh, and dropped at once
 * when an administrator changes where they come from.
 */
public final class Keyring implements VerificationKeys {
    private static final Logger LOG = System.getLogger(Keyring.class.getName());

    private final WaitingCallers waiting = new WaitingCallers();
    private final KeyringPorts ports;
    private final KeyLifetimes lifetimes;
    private final Map<KeyOwnerId, Entry> entries = new ConcurrentHashMap<>();
    private Map<KeyOwnerId, KeySource> configured = Map.of();

    /** An issuer's holder, where its keys come from, and the state of the configuration that says so. */
    private record Entry(KeySource source, Instant configuredAt, KeyHolder holder) {

        /**
         * Whether the entry is for this state of the issuer. A request that began before a change must not bring back the
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
        this.lifetimes = lifetimes;
    }

    /** May wait for one fetch of this issuer's JWK set; never for another issuer's. */
    @Override
    public KeyLookup find(KeyOwner owner, Algorithm algorithm, Optional<String> keyId) {
        return holder(owner).find(algorithm, keyId);
    }

    @Override
    public void used(KeyOwnerId owner, VerificationKey key) {
        Entry entry = entries.get(owner);
        if (entry != null) {
            entry.holder().used(key);
        }
    }

    /**
     * Asks the issuer for its keys now, whatever has been fetched or has failed before. On return the new set counts; the
     * view says so, or says why there is none.
     */
    public KeysInUse refresh(KeyOwner owner) {
        KeyHolder holder = holder(owner);
        holder.refresh();
        return holder.view();
    }

    /** Asks a JWKS URL for its keys, of which none counts yet. */
    public JwksTrial tryOut(URI url) {
        return JwksTrial.make(url, ports);
    }

    /** Reads what an issuer publishes beside its keys. */
    public FetchOutcome read(URI url) {
        return ports.fetcher().fetch(url);
    }

    /** Takes over what the issuer's URL gave when it was tried out, so that the first assertion need not wait for it. */
    public void adopt(KeyOwner owner, JwksTrial.Answered fetched) {
        holder(owner).adopt(fetched);
    }

    /** Takes over that the issuer's URL gave no keys when it was tried out, so that its state says so. */
    public void failed(KeyOwner owner, URI url, String reason) {
        holder(owner).failed(url, reason);
    }

    /** How many callers wait for a fetch at this moment. */
    public int waitingCallers() {
        return waiting.count();
    }

    /** The issuer's keys as they stand; none is fetched. */
    public KeysInUse view(KeyOwner owner) {
        return holder(owner).view();
    }

    /**
     * Fetches in the background what is about to be needed. To be called every few seconds: so the keys of an issuer
     * that is used now and then are ready for the first caller, and when it fails its last good set is a young one.
     */
    public void tick() {
        entries.values().forEach(entry -> entry.holder().tick());
    }

    /**
     * Takes over the issuers as they are configured now. The keys of those that are gone, and of those whose keys come
     * from elsewhere now, are dropped at once, the stored ones too. To be called at the start and after every change.
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

    /** Whatever the clock said when the issuer was changed: what is configured now is right. */
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
            case KeySource.JwksUrl(URI url) -> new RemoteJwkSet(owner, url, lifetimes, ports, waiting, replacesAnother);
            case KeySource.Certificates(List<String> pem) ->
                new StaticJwkSet(
                        CertificateReader.read(pem, ports.clock().instant()).keys(), ports.clock());
            case KeySource.InlineJwkSet(String json) ->
                new StaticJwkSet(JwkSetReader.readInline(json).keys(), ports.clock());
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
