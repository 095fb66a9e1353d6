package dev.countersign.server;

import dev.countersign.base.text.FailureText;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.ModuleSettings;
import dev.countersign.server.config.home.MasterKeyFile;
import dev.countersign.server.config.home.UnusableMasterKeyException;
import dev.countersign.server.pkcs11.Pkcs11Module;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.signing.KeyGeneration;
import dev.countersign.server.signing.MasterKeys;
import dev.countersign.server.signing.SigningKeyStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Loader of the server's own signing keys, which are encrypted in the database. */
final class OwnKeys {
    private static final System.Logger LOG = System.getLogger(OwnKeys.class.getName());

    private OwnKeys() {}

    /**
     * The keys under which the signing keys of all organizations are sealed. A lost master key is not replaced: a new one
     * would leave every stored key unreadable.
     *
     * @param store the signing keys of the root organization
     */
    static MasterKeys masterKeys(Deployment deployment, Map<String, String> environment, SigningKeyStore store)
            throws StartRefusedException {
        var file = new MasterKeyFile(deployment.home(), environment);
        try {
            Optional<MasterKey> known = file.find();
            if (known.isEmpty() && !store.all().isEmpty()) {
                throw StartRefusedException.configuration(
                        "The database holds signing keys and their master key is gone: put %s back"
                                .formatted(file.path()));
            }
            MasterKey masterKey = known.isPresent() ? known.get() : file.generate();
            if (file.isExposed()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Users other than the owner can read {0} or the previous key; restrict its permissions",
                        file.path());
            }
            return new MasterKeys(masterKey, file.previous());
        } catch (UnusableMasterKeyException unusable) {
            throw StartRefusedException.configuration(String.valueOf(unusable.getMessage()));
        } catch (IOException unwritable) {
            throw StartRefusedException.unavailable("The master key cannot be written: " + FailureText.of(unwritable));
        }
    }

    /**
     * The place of new signing keys. A module that does not answer now is no reason not to start, because it may come back; a
     * refused PIN is.
     */
    static KeyGeneration generation(Deployment deployment) throws StartRefusedException {
        Optional<ModuleSettings> settings = deployment.signingKeys().module();
        if (settings.isEmpty()) {
            return KeyGeneration.IN_MEMORY;
        }
        var module = new Pkcs11Module(settings.get());
        try {
            module.connect();
        } catch (SigningUnavailableException unavailable) {
            if (module.refusesPin()) {
                throw StartRefusedException.configuration("oauth.signing_keys.pkcs11: " + unavailable.reason());
            }
            LOG.log(System.Logger.Level.ERROR, "The module with the signing keys is not available", unavailable);
        }
        return KeyGeneration.in(module);
    }

    /** The refusal to start with another master key than that of the stored signing keys. */
    static StartRefusedException foreign(Deployment deployment, Map<String, String> environment) {
        return StartRefusedException.configuration("The stored signing keys are not sealed under this master key ("
                + new MasterKeyFile(deployment.home(), environment).path() + ")");
    }
}
