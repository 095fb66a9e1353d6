package dev.countersign.server.pkcs11;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyModule;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.server.config.ModuleSettings;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bouncycastle.operator.OperatorException;
import org.jspecify.annotations.Nullable;

/**
 * Signing keys in a module with a PKCS#11 library, through the provider of the JDK. A failed operation ends the session; the
 * next one logs in again and reads the keys anew. When the same key fails again, the library is initialized anew before the
 * next one.
 */
public final class Pkcs11Module implements KeyModule {
    private static final String NEW_KEY = "";

    private final ModuleSettings settings;
    private final ModuleThreads threads;
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<PublicKey, KeyPair> unnamed = new ConcurrentHashMap<>();
    private final Map<String, KeyPair> halfNamed = new ConcurrentHashMap<>();
    private volatile @Nullable Provider provider;
    private volatile @Nullable ModuleSession session;
    private volatile boolean wrongPin;
    private volatile boolean restartWanted;
    /** The keys whose last operation failed. Of a token that was away, some keys can be back while others are not. */
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    /** A module that is used when it is needed first. */
    public Pkcs11Module(ModuleSettings settings) {
        this.settings = settings;
        this.threads = new ModuleThreads(settings.timeout());
    }

    /**
     * Logs in now.
     *
     * @throws SigningUnavailableException when that is not possible
     */
    public void connect() {
        threads.call(() -> used(this::session));
    }

    /** Whether the module refused the PIN. It is not tried again, because further attempts would lock the token. */
    public boolean refusesPin() {
        return wrongPin;
    }

    @Override
    public PublicKey generate(Algorithm algorithm) {
        return perform(NEW_KEY, current -> {
            KeyPair pair = current.generate(algorithm);
            unnamed.put(pair.getPublic(), pair);
            return pair.getPublic();
        });
    }

    @Override
    public void name(PublicKey key, String keyId) {
        KeyPair pair = unnamed.remove(key);
        if (pair == null) {
            throw new IllegalArgumentException("the key was not generated here");
        }
        halfNamed.put(keyId, pair);
        perform(keyId, current -> {
            current.name(pair, keyId);
            return keyId;
        });
        halfNamed.remove(keyId);
    }

    @Override
    public byte[] sign(String keyId, Algorithm algorithm, byte[] input) {
        return perform(keyId, current -> current.sign(keyId, algorithm, input));
    }

    /** Java deletes a key of a token only beside its certificate: one without is named again first. */
    @Override
    public void delete(String keyId) {
        Optional<KeyPair> pair = Optional.ofNullable(halfNamed.remove(keyId));
        perform(keyId, current -> {
            if (pair.isPresent()) {
                current.name(pair.get(), keyId);
            }
            current.delete(keyId);
            return keyId;
        });
    }

    /** One operation of a session. */
    @FunctionalInterface
    private interface Operation<T> {
        T perform(ModuleSession session) throws GeneralSecurityException, OperatorException;
    }

    private <T> T perform(String keyId, Operation<T> operation) {
        return threads.call(() -> used(() -> {
            ModuleSession current = session();
            try {
                T result = operation.perform(current);
                failed.remove(keyId);
                return result;
            } catch (SigningUnavailableException unavailable) {
                end(current, keyId);
                throw unavailable;
            } catch (GeneralSecurityException | OperatorException | RuntimeException broken) {
                // the provider reports errors of the library as unchecked exceptions too
                end(current, keyId);
                throw new SigningUnavailableException("the module failed: " + ModuleSession.reason(broken), broken);
            }
        }));
    }

    /** Uses the library, after it was restarted if that is wanted. It is restarted only while no other thread is in it. */
    private <T> T used(Callable<T> task) throws Exception {
        if (restartWanted && use.writeLock().tryLock()) {
            try {
                restart();
            } finally {
                use.writeLock().unlock();
            }
        }
        use.readLock().lock();
        try {
            return task.call();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Some libraries notice only when they are initialized that their token is back. */
    private void restart() {
        if (!restartWanted) {
            return;
        }
        restartWanted = false;
        failed.clear();
        session = null;
        Provider before = provider;
        provider = null;
        if (before != null) {
            ModuleSession.discard(before);
        }
        try {
            ModuleLibrary.load(settings.library()).restart();
        } catch (SigningUnavailableException unavailable) {
            restartWanted = true;
            throw unavailable;
        }
    }

    private void end(ModuleSession ended, String keyId) {
        opening.lock();
        try {
            if (ended.equals(session)) {
                session = null;
                if (!failed.add(keyId)) {
                    restartWanted = true;
                }
            }
        } finally {
            opening.unlock();
        }
    }

    private ModuleSession session() {
        ModuleSession open = session;
        if (open != null) {
            return open;
        }
        opening.lock();
        try {
            open = session;
            if (open == null) {
                open = login();
                session = open;
            }
            return open;
        } finally {
            opening.unlock();
        }
    }

    private ModuleSession login() {
        if (wrongPin) {
            throw new SigningUnavailableException("the module refused the PIN; correct it and restart the server");
        }
        try {
            Provider used = provider;
            if (used == null) {
                used = ModuleSession.provider(settings);
                provider = used;
            }
            return ModuleSession.open(used, settings.pin());
        } catch (ModuleSession.WrongPinException refused) {
            wrongPin = true;
            throw new SigningUnavailableException("the module refuses the PIN", refused);
        } catch (SigningUnavailableException unavailable) {
            restartWanted = true;
            throw unavailable;
        } catch (RuntimeException failed) {
            restartWanted = true;
            throw new SigningUnavailableException(
                    "the library or the slot cannot be used: " + ModuleSession.reason(failed), failed);
        }
    }
}
