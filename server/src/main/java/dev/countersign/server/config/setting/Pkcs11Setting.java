package dev.countersign.server.config.setting;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The settings of signing keys in a hardware module. */
public final class Pkcs11Setting {
    private static final String SECTION = "oauth.signing_keys.pkcs11";

    public static final Setting<KeyProvider> PROVIDER = Setting.of(
            "oauth.signing_keys",
            "provider",
            ValueTypes.oneOf(KeyProvider.values()),
            KeyProvider.SOFTWARE,
            "Where new keys are generated: `software`, encrypted in the database, or `pkcs11`, in a hardware module, which never"
                    + " gives them away; see [signing keys](signing-keys.md#keys-in-a-hardware-module).");

    public static final Setting<Optional<String>> LIBRARY = Setting.of(
                    SECTION,
                    "library",
                    ValueTypes.text("the absolute path of a file", text -> text.startsWith("/") && isPlain(text))
                            .optional(),
                    Optional.<String>empty(),
                    "The PKCS#11 library of the module's vendor. Needed with `provider = \"pkcs11\"`.")
            .byDefault("none");

    public static final Setting<Optional<String>> SLOT = Setting.of(
                    SECTION,
                    "slot",
                    ValueTypes.text("the number of a slot", text -> text.matches("[0-9]{1,18}"))
                            .optional(),
                    Optional.<String>empty(),
                    "The number (id) of the slot with the token. With `provider = \"pkcs11\"`, either this or `token_label` is needed.")
            .byDefault("none");

    public static final Setting<Optional<String>> TOKEN_LABEL = Setting.of(
                    SECTION,
                    "token_label",
                    ValueTypes.text("a label of at most 32 bytes", Pkcs11Setting::isLabel)
                            .optional(),
                    Optional.<String>empty(),
                    "The label of the token, instead of its slot; only one token of the library may have it. It is found whenever"
                            + " the library is initialized, so the number of its slot may change.")
            .byDefault("none");

    public static final Setting<Optional<String>> PIN_FILE = Setting.of(
                    SECTION,
                    "pin_file",
                    ValueTypes.FILE.optional(),
                    Optional.<String>empty(),
                    "File with the PIN of the token's user, which other users of the machine must not be able to read; blanks at its"
                            + " ends are removed. A relative path starts at `<home>/conf`. Read at the start.")
            .byDefault("none");

    public static final Setting<Optional<String>> PIN = Setting.of(
                    SECTION,
                    "pin",
                    ValueTypes.text("text", text -> !text.isEmpty()).optional(),
                    Optional.<String>empty(),
                    "The PIN itself, instead of a file; meant for the environment variable.")
            .byDefault("none")
            .asSecret();

    public static final Setting<Duration> TIMEOUT = Setting.of(
            SECTION,
            "timeout",
            ValueTypes.duration(MILLIS, 100, 60_000),
            Duration.ofSeconds(5),
            "How long one operation of the module may take, in milliseconds.");

    private Pkcs11Setting() {}

    /** A token has its label in 32 bytes, padded with blanks. */
    private static boolean isLabel(String text) {
        return !text.isEmpty()
                && text.getBytes(StandardCharsets.UTF_8).length <= 32
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** The configuration of the provider has the path in quotes. */
    private static boolean isPlain(String path) {
        return path.chars().noneMatch(c -> c == '"' || c == '\\' || c == '$' || Character.isISOControl(c));
    }
}
