package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the settings of the sign-in to the console. */
class ConsoleReaderTest {
    private static final String COMPLETE = """
        [console.oidc]
        issuer = 'https://idp.example/realms/staff'
        client_id = 'console'
        [console.oidc.roles]
        viewer = "claims.email_verified"
        """;

    @TempDir
    private Path folder;

    private Configured configured;

    @BeforeEach
    void startWithNothing() {
        configured = Configured.in(folder);
    }

    @Test
    void passwordsAloneAreTheDefault() {
        assertThat(configured.sound().console()).isEqualTo(new ConsoleSettings(true, Optional.empty()));
    }

    @Test
    void aProviderNeedsAnIssuerAClientAndOneRole() {
        configured.file(COMPLETE);

        assertThat(configured.sound().console().provider())
                .contains(new ConsoleSettings.Provider(
                        URI.create("https://idp.example/realms/staff"),
                        "console",
                        Optional.empty(),
                        List.of("openid", "profile", "email"),
                        "preferred_username",
                        "single sign-on",
                        new ConsoleSettings.RoleConditions(
                                Optional.empty(), Optional.empty(), Optional.of("claims.email_verified"))));
    }

    @Test
    void passwordsCanBeSwitchedOffBesideAProvider() {
        configured.file("[console]\nlocal_passwords = false\n" + COMPLETE);

        assertThat(configured.sound().console().localPasswords()).isFalse();
    }

    @Test
    void theSecretIsNotShown() {
        configured.file(COMPLETE);
        configured.variable("COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET", "secret at the provider");

        Deployment deployment = configured.sound();

        assertThat(deployment.console().provider().orElseThrow().clientSecret()).contains("secret at the provider");
        assertThat(deployment.effective().toString() + deployment.console()).doesNotContain("secret at the provider");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[console]\\n"
                        + "local_passwords = false|console.local_passwords|can be false only with console.oidc.issuer",
                "[console.oidc]\\nclient_id = 'c'|console.oidc.client_id|needs console.oidc.issuer beside it",
                "[console.oidc.roles]\\nviewer = 'true'|console.oidc.roles.viewer|needs console.oidc.issuer beside it",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "[console.oidc.roles]\\n"
                        + "viewer = 'true'|console.oidc.issuer|needs console.oidc.client_id beside it",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "client_id = 'c'|console.oidc.issuer|needs a condition for at least one role"
            })
    void whatIsIncompleteIsAProblemWithItsKey(String file, String key, String message) {
        assertProblem(file, key, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example?a=b'\\n"
                        + "client_id = 'c'\\n"
                        + "[console.oidc.roles]\\n"
                        + "viewer = 'true'|console.oidc.issuer|is not valid: expected an https URL",
                "[console.oidc]\\n"
                        + "issuer = 'ftp://i.example'\\n"
                        + "client_id = 'c'\\n"
                        + "[console.oidc.roles]\\n"
                        + "viewer = 'true'|console.oidc.issuer|is not valid: expected an https URL",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "client_id = 'c'\\n"
                        + "scopes = ['email']\\n"
                        + "[console.oidc.roles]\\n"
                        + "viewer = 'true'|console.oidc.scopes|must have \"openid\" among them",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "client_id = 'c'\\n"
                        + "[console.oidc.roles]\\n"
                        + "editor = 'claims.a =='|console.oidc.roles.editor|is not a condition: line 1, column",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "client_id = 'c'\\n"
                        + "[console.oidc.roles]\\n"
                        + "editor = '1'|console.oidc.roles.editor|is not a condition",
                "[console.oidc]\\n"
                        + "issuer = 'https://i.example'\\n"
                        + "client_id = 'c'\\n"
                        + "[console.oidc.roles]\\n"
                        + "owner = 'true'|console.oidc.roles.owner|``"
            })
    void whatIsBrokenIsAProblemWithItsKey(String file, String key, String message) {
        assertProblem(file, key, message);
    }

    private void assertProblem(String file, String key, String message) {
        configured.file(file.replace("\\n", "\n"));

        assertThat(configured.problems())
                .anySatisfy(problem -> {
                    assertThat(problem.key()).isEqualTo(key);
                    assertThat(problem.message()).contains(message);
                })
                .extracting(ConfigurationProblem::key)
                .allMatch(found -> found.startsWith("console."));
    }
}
