package dev.countersign.server.config.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.Configured;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of every setting: its default, the file, text instead of a number, the environment, and both sides of its
 * bounds.
 */
class SettingsTest {

    @TempDir
    private Path folder;

    @Test
    void everySettingHasACaseHereOrAFileTest() {
        var tested = SettingCases.all().map(SettingCases.Case::key).collect(Collectors.toSet());
        var withFiles = Set.of(
                "server.tls.certificate",
                "server.tls.private_key",
                "server.mtls.trusted_certificates",
                "oauth.jwks_endpoint.trusted_certificates",
                "notices.webhook.secret_file",
                "net.proxy_password_file",
                "oauth.signing_keys.pkcs11.library",
                "oauth.signing_keys.pkcs11.pin_file");

        assertThat(SettingTable.ALL.stream().map(Setting::key).filter(key -> !withFiles.contains(key)))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void hasItsDefault(SettingCases.Case setting) {
        assertThat(Configured.in(folder).effective(setting.key())).isEqualTo(setting.standard());
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void isReadFromTheFile(SettingCases.Case setting) {
        var configured = Configured.in(folder).file(setting.file(setting.given()));

        assertThat(configured.effective(setting.key())).isEqualTo(setting.effective());
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void isReadFromTheEnvironmentInPreferenceToTheFile(SettingCases.Case setting) {
        var fromFile = setting.accepted().isEmpty()
                ? setting.given()
                : setting.accepted().getFirst();
        var configured = Configured.in(folder)
                .file(setting.file(fromFile))
                .variable(setting.variable(), unquoted(setting.given()));

        assertThat(configured.effective(setting.key())).isEqualTo(setting.effective());
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void keepsTheFileWhenItsVariableIsEmpty(SettingCases.Case setting) {
        var configured =
                Configured.in(folder).file(setting.file(setting.given())).variable(setting.variable(), " ");

        assertThat(configured.effective(setting.key())).isEqualTo(setting.effective());
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void acceptsWhatLiesInItsBounds(SettingCases.Case setting) {
        for (String value : setting.accepted()) {
            assertThat(Configured.in(folder).file(setting.file(value)).sound())
                    .as(value)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.countersign.server.config.setting.SettingCases#all")
    void refusesWhatLiesOutsideItsBounds(SettingCases.Case setting) {
        for (String value : setting.refused()) {
            var problem = Configured.in(folder).file(setting.file(value)).problem();

            assertThat(problem)
                    .as(value)
                    .startsWith("conf/deployment.toml:2: " + setting.key() + ": ")
                    .contains("expected ");
        }
    }

    private static String unquoted(String toml) {
        return toml.replaceAll("[\\[\\]\"]", "");
    }
}
