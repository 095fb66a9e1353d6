package dev.countersign.server.config;

import dev.countersign.server.config.setting.KeyProvider;
import dev.countersign.server.config.setting.Pkcs11Setting;
import dev.countersign.server.config.setting.Setting;
import dev.countersign.server.config.setting.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The reader of the table {@code [oauth.signing_keys.pkcs11]}. */
record ModuleReader(Values values) {

    /**
     * Reads the settings; empty when the keys are not in a module. Without {@code provider} they have no effect, which is a
     * problem, because the keys would be elsewhere than intended.
     *
     * @param library the file of the library, if one is configured and can be read
     * @param pinFile the file with the PIN, likewise
     */
    Optional<ModuleSettings> read(Optional<Path> library, Optional<Path> pinFile) {
        boolean used = values.of(Pkcs11Setting.PROVIDER) == KeyProvider.PKCS11;
        if (!used) {
            List.of(
                            Pkcs11Setting.LIBRARY,
                            Pkcs11Setting.SLOT,
                            Pkcs11Setting.TOKEN_LABEL,
                            Pkcs11Setting.PIN_FILE,
                            Pkcs11Setting.PIN,
                            Pkcs11Setting.TIMEOUT)
                    .stream()
                    .filter(values::isGiven)
                    .forEach(setting -> values.problem(
                            setting, "has no effect without %s = \"pkcs11\"".formatted(Pkcs11Setting.PROVIDER.key())));
            return Optional.empty();
        }
        need(Pkcs11Setting.LIBRARY);
        if (values.isGiven(Pkcs11Setting.SLOT) == values.isGiven(Pkcs11Setting.TOKEN_LABEL)) {
            values.problem(
                    Pkcs11Setting.PROVIDER,
                    "needs either %s or %s".formatted(Pkcs11Setting.SLOT.key(), Pkcs11Setting.TOKEN_LABEL.key()));
        }
        Optional<String> pin = new SecretText(values, Pkcs11Setting.PIN, Pkcs11Setting.PIN_FILE).readClosed(pinFile);
        if (!values.isGiven(Pkcs11Setting.PIN) && !values.isGiven(Pkcs11Setting.PIN_FILE)) {
            values.problem(
                    Pkcs11Setting.PROVIDER,
                    "needs %s or %s".formatted(Pkcs11Setting.PIN_FILE.key(), Pkcs11Setting.PIN.key()));
        }
        return library.flatMap(file -> pin.map(text -> new ModuleSettings(
                file,
                values.of(Pkcs11Setting.SLOT).map(Long::valueOf),
                values.of(Pkcs11Setting.TOKEN_LABEL),
                text,
                values.of(Pkcs11Setting.TIMEOUT))));
    }

    private void need(Setting<?> setting) {
        if (!values.isGiven(setting)) {
            values.problem(Pkcs11Setting.PROVIDER, "needs " + setting.key());
        }
    }
}
