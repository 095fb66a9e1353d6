package dev.countersign.server.config.setting;

import dev.countersign.server.config.setting.SettingCases.Case;
import java.util.List;
import java.util.stream.Stream;

/** Accepted and refused values of the settings of signing keys, in the database and in a hardware module. */
final class ModuleSettingCases {
    private static final String SLOT = "slot = 0\n";
    private static final String PIN = "pin = \"1234\"\n";

    /** Any file; it is not loaded when the configuration is read. */
    private static final String LIBRARY = """
        library = "%s/release"
        [oauth.signing_keys]
        provider = "pkcs11"
        """.formatted(System.getProperty("java.home"));

    private ModuleSettingCases() {}

    static Stream<Case> all() {
        return Stream.of( // pkcs11 needs a library; ModuleReaderTest has both
                new Case(
                        "oauth.signing_keys.provider",
                        "\"software\"",
                        "COUNTERSIGN_OAUTH_SIGNING_KEYS_PROVIDER",
                        "\"software\"",
                        "\"software\"",
                        List.of("\"SOFTWARE\""),
                        List.of("\"\"", "\"hsm\"", "1")),
                new Case(
                                "oauth.signing_keys.pkcs11.slot",
                                "none",
                                "COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_SLOT",
                                "\"0\"",
                                "\"0\"",
                                List.of("7", "999999999999999999"),
                                List.of("\"\"", "\"-1\"", "\"0x1\"", "1000000000000000000", "[0]"))
                        .beside(PIN + LIBRARY),
                new Case(
                                "oauth.signing_keys.pkcs11.token_label",
                                "none",
                                "COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_TOKEN_LABEL",
                                "\"token\"",
                                "\"token\"",
                                List.of("\"" + "a".repeat(32) + "\"", "\"two words\""),
                                List.of("\"\"", "\"" + "a".repeat(33) + "\"", "\"" + "ä".repeat(17) + "\"", "[0]"))
                        .beside(PIN + LIBRARY),
                new Case(
                                "oauth.signing_keys.pkcs11.pin",
                                "none",
                                "COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_PIN",
                                "\"secret\"",
                                "(hidden)",
                                List.of("1234"),
                                List.of("\"\""))
                        .beside(SLOT + LIBRARY),
                new Case(
                                "oauth.signing_keys.pkcs11.timeout",
                                "5000",
                                "COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_TIMEOUT",
                                "250",
                                "250",
                                List.of("100", "60000", "\"100\""),
                                List.of("99", "60001", "1.5", "\"1 s\"", "\"\"", "false"))
                        .beside(SLOT + PIN + LIBRARY));
    }

    static Stream<Case> ofSigningKeys() {
        return Stream.of(
                SettingCases.number(
                        "oauth.signing_keys.rotation_days",
                        "90",
                        "COUNTERSIGN_OAUTH_SIGNING_KEYS_ROTATION_DAYS",
                        0,
                        3650),
                // less needs a shorter cache; DeploymentReaderTest has both
                new Case(
                        "oauth.signing_keys.publish_ahead_seconds",
                        "86400",
                        "COUNTERSIGN_OAUTH_SIGNING_KEYS_PUBLISH_AHEAD_SECONDS",
                        "400",
                        "400",
                        List.of("310", "604800"),
                        List.of("0", "604801", "\"\"")),
                SettingCases.number(
                        "oauth.signing_keys.cache_seconds",
                        "300",
                        "COUNTERSIGN_OAUTH_SIGNING_KEYS_CACHE_SECONDS",
                        1,
                        43_200));
    }
}
