package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the settings of signing keys in a hardware module. */
class ModuleReaderTest {
    @TempDir
    private Path folder;

    private Configured configured;
    private Path library;

    @BeforeEach
    void startWithALibrary() throws IOException {
        configured = Configured.in(folder);
        library = Files.writeString(folder.resolve("lib.so"), "");
    }

    @Test
    void keysAreInSoftwareByDefault() {
        assertThat(configured.sound().signingKeys().module()).isEmpty();
    }

    @Test
    void thePinComesFromTheEnvironmentAndIsNotShown() {
        configured.file(module("library = 'LIB'\nslot = 4294967295\ntimeout = 100"));
        configured.variable("COUNTERSIGN_OAUTH_SIGNING_KEYS_PKCS11_PIN", "pin-of-test");

        Deployment deployment = configured.sound();

        assertThat(deployment.signingKeys().module())
                .contains(new ModuleSettings(
                        library, Optional.of(4_294_967_295L), Optional.empty(), "pin-of-test", Duration.ofMillis(100)));
        assertThat(deployment.effective().toString() + deployment.signingKeys()).doesNotContain("pin-of-test");
    }

    @Test
    void thePinComesFromAFileThatOtherUsersCannotRead() throws IOException {
        configured.file(module("library = 'LIB'\nslot = '0'\npin_file = 'hsm.pin'"));
        Path file = Files.writeString(configured.home().conf().resolve("hsm.pin"), "from the file\n");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(configured.sound().signingKeys().module().orElseThrow().pin())
                .isEqualTo("from the file");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(configured.problems())
                .extracting(ConfigurationProblem::message)
                .containsExactly("every user of this machine can read the file; restrict its permissions (chmod 600)");
    }

    @Test
    void aTokenIsNamedByItsLabelInsteadOfItsSlot() {
        configured.file(module("library = 'LIB'\ntoken_label = 'prod 1'\npin = 'p'"));

        ModuleSettings settings = configured.sound().signingKeys().module().orElseThrow();

        assertThat(settings.slot()).isEmpty();
        assertThat(settings.tokenLabel()).contains("prod 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "slot = 0\\npin = 'p'|needs oauth.signing_keys.pkcs11.library",
                "library = 'LIB'\\npin = 'p'|needs either oauth.signing_keys.pkcs11.slot or oauth.signing_keys.pkcs11.token_label",
                "library = 'LIB'\\nslot = 0\\ntoken_label = 'a'\\npin = 'p'|needs either oauth.signing_keys.pkcs11.slot or oauth.signing_keys.pkcs11.token_label",
                "library = 'LIB'\\nslot = 0|needs oauth.signing_keys.pkcs11.pin_file or oauth.signing_keys.pkcs11.pin",
                "library = '/absent.so'\\nslot = 0\\npin = 'p'|there is no readable file",
                "library = 'relative.so'\\nslot = 0\\npin = 'p'|is not valid: expected the absolute path of a file",
                "library = '/a\"b.so'\\nslot = 0\\npin = 'p'|is not valid: expected the absolute path of a file",
                "library = 'LIB'\\nslot = -1\\npin = 'p'|is not valid: expected the number of a slot",
                "library = 'LIB'\\nslot = 0\\npin = 'p'\\ntimeout = 99|is not valid: expected a whole number of milliseconds"
            })
    void aTableThatIsIncompleteIsRefused(String lines, String problem) {
        configured.file(module(lines.replace("\\n", "\n")));

        assertThat(configured.problems())
                .extracting(ConfigurationProblem::message)
                .anySatisfy(message -> assertThat(message).contains(problem));
    }

    @Test
    void aTableWithoutItsProviderIsRefused() {
        configured.file("[oauth.signing_keys.pkcs11]\nslot = 0\n");

        assertThat(configured.problems())
                .extracting(ConfigurationProblem::message)
                .containsExactly("has no effect without oauth.signing_keys.provider = \"pkcs11\"");
    }

    private String module(String lines) {
        return "[oauth.signing_keys]\nprovider = 'pkcs11'\n[oauth.signing_keys.pkcs11]\n"
                + lines.replace("LIB", library.toString()) + '\n';
    }
}
