package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyModule;
import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.signing.SigningKeyStore.Rotation;
import dev.countersign.server.signing.SigningKeyStore.StoredSigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The decrypted signing keys: a sequence for each algorithm that an application may choose, starting at the first
 * start. The state of each key follows from the clock and the times in the store alone, so that nodes sharing it agree
 * without communication.
 */
public final class SigningKeyRing implements SigningKeys {
    private static final byte[] TRIAL = "Countersign tries its signing key".getBytes(StandardCharsets.US_ASCII);

    /** Time after which keys are tried without an occasion. */
    private static final Duration TRIED_EVERY = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger(SigningKeyRing.class.getName());

    private final SigningKeyStore store;
    private final MasterKeys masterKeys;
    private final KeyGeneration generation;
    private final WatchedModule module;
    private final InstantSource clock;
    private final GenerationAttempts attempts = new GenerationAttempts();
    private volatile List<SigningKeySchedule> line = List.of();
    private volatile Instant tried = Instant.MIN;

    private SigningKeyRing(
            SigningKeyStore store, MasterKeys masterKeys, KeyGeneration generation, InstantSource clock) {
        this.store = store;
        this.masterKeys = masterKeys;
        this.generation = generation;
        this.module = new WatchedModule(generation.module().orElse(KeyModule.NONE));
        this.clock = clock;
    }

    /**
     * Opens the stored keys, encrypts again those that use the previous master key, and generates missing ones.
     *
     * @throws dev.countersign.core.jose.signing.UnsealingException when a stored key was encrypted with another master
     *     key
     * @throws StoreUnavailableException when the store is unavailable
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when the module generates no missing key
     */
    public static SigningKeyRing open(
            SigningKeyStore store, MasterKeys masterKeys, KeyGeneration generation, InstantSource clock) {
        var ring = new SigningKeyRing(store, masterKeys, generation, clock);
        ring.refresh();
        Instant now = Timestamps.now(clock);
        ring.reseal(now);
        List<Algorithm> absent = generation.offered().stream()
                .filter(algorithm ->
                        ring.line.stream().noneMatch(key -> key.key().algorithm() == algorithm))
                .toList();
        List<StoredSigningKey> missing = ring.make(absent).stream()
                .map(key -> new StoredSigningKey(key, now, now, ""))
                .toList();
        if (!missing.isEmpty()) {
            // Another process may have been faster; the resulting state of the store applies.
            ring.commit(new Rotation(missing, List.of(), now, Optional.empty()));
        }
        return ring;
    }

    /** A hash with a key for another purpose that all nodes share, derived from the master key. */
    public KeyedHash derive(String purpose) {
        return masterKeys.current().derive(purpose);
    }

    /** Reads the sequence again: another node may have changed it. */
    void refresh() {
        take(store.all());
    }

    /** Uses one transaction: a process terminated in between leaves all keys unchanged. */
    private void reseal(Instant now) {
        if (masterKeys.previous().isEmpty()) {
            return;
        }
        List<SealedKey> sealed = store.all().stream()
                .map(stored -> masterKeys.open(stored.key(), module))
                .filter(MasterKeys.Opened::underPrevious)
                .map(opened -> opened.key().seal(masterKeys.current()))
                .toList();
        if (!sealed.isEmpty()) {
            store.reseal(
                    sealed,
                    new AdminEvent(
                            now,
                            new CorrelationId(Secrets.generateId()),
                            ServerAuthor.SERVER.word(),
                            "signing_keys.resealed",
                            "signing-keys",
                            "signing-keys",
                            Optional.empty(),
                            Optional.empty()));
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} signing keys are encrypted under the new master key; the previous one opens old backups only",
                    sealed.size());
        }
    }

    /** Changes the sequence. Keys that another node was faster with are deleted in the module, which they remain in otherwise. */
    void commit(Rotation rotation) {
        List<String> added =
                rotation.added().stream().map(key -> key.key().keyId()).toList();
        List<StoredSigningKey> stored;
        try {
            stored = store.commit(rotation);
        } catch (StoreUnavailableException unavailable) {
            if (generation.module().isPresent()) {
                attempts.uncommitted(added, clock.instant());
            }
            throw unavailable;
        }
        take(stored);
        if (generation.module().isPresent()) {
            Set<String> kept = keyIds();
            added.stream().filter(keyId -> !kept.contains(keyId)).forEach(this::deleteInModule);
        }
    }

    /** Whether the schedule waits after a failed generation. */
    boolean isPaused() {
        return attempts.isPaused(clock.instant());
    }

    /**
     * New keys, for the store. When one of them is not generated, those before it are deleted in the module.
     *
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when the module does not generate one
     */
    List<SealedKey> make(List<Algorithm> algorithms) {
        List<SealedKey> made = new ArrayList<>();
        try {
            for (Algorithm algorithm : algorithms) {
                made.add(make(algorithm));
            }
        } catch (SigningUnavailableException unavailable) {
            attempts.failed(clock.instant());
            made.forEach(key -> deleteInModule(key.keyId()));
            throw unavailable;
        }
        return made;
    }

    /**
     * A new key, for the store.
     *
     * @throws dev.countersign.core.jose.signing.SigningUnavailableException when the module does not generate it
     */
    SealedKey make(Algorithm algorithm) {
        SigningKey key = generation.module().isPresent()
                ? SigningKey.generate(algorithm, module)
                : SigningKey.generate(algorithm);
        return key.seal(masterKeys.current());
    }

    /** Algorithms with which access tokens can be signed. */
    List<Algorithm> offered() {
        return generation.offered();
    }

    /** Whether the key is elsewhere than new keys are. */
    boolean isMisplaced(SigningKey key) {
        return key.isInModule() != generation.module().isPresent();
    }

    private Set<String> keyIds() {
        return line.stream().map(key -> key.key().keyId()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void deleteInModule(String keyId) {
        try {
            module.delete(keyId);
        } catch (SigningUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "The key " + keyId + " remains in the module", gone);
        }
    }

    /** Tries the keys in the module that sign or will, every half minute, or at once while any of them fails. */
    void tryKeys() {
        Instant now = clock.instant();
        List<SigningKey> used = line.stream()
                .filter(key ->
                        key.signsUntil().filter(end -> !now.isBefore(end)).isEmpty())
                .map(SigningKeySchedule::key)
                .filter(SigningKey::isInModule)
                .toList();
        module.retain(used.stream().map(SigningKey::keyId).toList());
        if (module.hasFailures() || !now.isBefore(tried.plus(TRIED_EVERY))) {
            tried = now;
            used.forEach(this::tryKey);
        }
    }

    private void tryKey(SigningKey key) {
        try {
            var _ = key.sign(TRIAL);
        } catch (SigningUnavailableException known) {
            // it is logged when it is new, and readiness shows it
            LOG.log(System.Logger.Level.DEBUG, "A signing key does not sign", known);
        }
    }

    /** Whether no key that signs now failed when it was used last. */
    public boolean isUsable() {
        Instant now = clock.instant();
        return line.stream()
                .filter(key -> key.state(now) == SigningKeySchedule.State.ACTIVE)
                .allMatch(key -> module.failure(key.key().keyId()).isEmpty());
    }

    private void take(List<StoredSigningKey> stored) {
        List<SigningKeySchedule> before = line;
        Map<String, SigningKey> known = new HashMap<>();
        before.forEach(key -> known.put(key.key().keyId(), key.key()));
        Map<String, Instant> ends = new HashMap<>();
        stored.forEach(key -> ends.put(key.follows(), key.signsFrom()));
        List<SigningKeySchedule> fresh = new ArrayList<>();
        for (StoredSigningKey key : stored) {
            String id = key.key().keyId();
            SigningKey opened = known.containsKey(id)
                    ? known.get(id)
                    : masterKeys.open(key.key(), module).key();
            fresh.add(new SigningKeySchedule(
                    opened, key.createdAt(), key.signsFrom(), Optional.ofNullable(ends.get(id))));
        }
        line = withoutSuccessors(fresh);
        deleteRetired(before);
        attempts.absent(keyIds(), clock.instant()).forEach(this::deleteInModule);
    }

    /** Keys of algorithms that the module does not have sign until keys in the module do. */
    private List<SigningKeySchedule> withoutSuccessors(List<SigningKeySchedule> keys) {
        Optional<Instant> taken = keys.stream()
                .filter(key -> key.key().isInModule())
                .map(SigningKeySchedule::signsFrom)
                .min(Comparator.naturalOrder());
        return keys.stream()
                .map(key -> key.signsUntil().isPresent()
                                || generation.offered().contains(key.key().algorithm())
                        ? key
                        : new SigningKeySchedule(key.key(), key.createdAt(), key.signsFrom(), taken))
                .toList();
    }

    /** Deletes in the module what was retired and is now deleted in the store. Nothing else is: the store may be restored. */
    private void deleteRetired(List<SigningKeySchedule> before) {
        Instant now = clock.instant();
        Set<String> kept = keyIds();
        before.stream()
                .filter(key -> key.key().isInModule() && key.state(now) == SigningKeySchedule.State.RETIRED)
                .map(key -> key.key().keyId())
                .filter(keyId -> !kept.contains(keyId))
                .forEach(this::deleteInModule);
    }

    /** All stored keys, the oldest first. */
    public List<SigningKeySchedule> keys() {
        return line;
    }

    /** The time at which the states of keys are determined. */
    public Instant now() {
        return clock.instant();
    }

    @Override
    public SigningKey active(Algorithm algorithm) {
        Instant now = clock.instant();
        SigningKeySchedule active = null;
        for (SigningKeySchedule key : line) {
            if (key.key().algorithm() == algorithm && (active == null || signsInsteadOf(active, key, now))) {
                active = key;
            }
        }
        if (active == null) {
            throw new IllegalStateException("there is no signing key for " + algorithm.value());
        }
        String keyId = active.key().keyId();
        if (!generation.offered().contains(algorithm)
                && active.signsUntil().filter(end -> !now.isBefore(end)).isPresent()) {
            throw new SigningUnavailableException("the module with the signing keys has none of " + algorithm.value());
        }
        module.failure(keyId).ifPresent(reason -> {
            throw new SigningUnavailableException(reason);
        });
        return active.key();
    }

    /** Whether the later of two keys is active; the first of all keys signs even if the clock is set back before it. */
    private static boolean signsInsteadOf(SigningKeySchedule active, SigningKeySchedule key, Instant now) {
        return !now.isBefore(key.signsFrom()) && key.signsFrom().isAfter(active.signsFrom());
    }

    @Override
    public List<SigningKey> published() {
        Instant now = clock.instant();
        return line.stream()
                .filter(key -> key.state(now) != SigningKeySchedule.State.RETIRED)
                .map(SigningKeySchedule::key)
                .toList();
    }
}
