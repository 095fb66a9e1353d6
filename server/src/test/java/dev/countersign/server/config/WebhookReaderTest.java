package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the settings of the webhook for notices. */
class WebhookReaderTest {
    private static final String SECRET = "s".repeat(32);

    @TempDir
    private Path folder;

    private Configured configured;

    @BeforeEach
    void startWithNothing() {
        configured = Configured.in(folder);
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(configured.sound().noticeWebhook()).isEmpty();
    }

    @Test
    void theSecretComesFromTheEnvironment() {
        configured.file(webhook("url = 'https://hooks.example/a'\ntimeout = 500"));
        configured.variable("COUNTERSIGN_NOTICES_WEBHOOK_SECRET", SECRET);

        assertThat(configured.sound().noticeWebhook())
                .contains(new WebhookSettings(URI.create("https://hooks.example/a"), SECRET, Duration.ofMillis(500)));
    }

    @Test
    void theSecretComesFromAFileBesideTheConfiguration() throws IOException {
        configured.file(webhook("url = 'https://hooks.example/a'\nsecret_file = 'hook.secret'"));
        Files.writeString(configured.home().conf().resolve("hook.secret"), SECRET + "\n");

        assertThat(configured.sound().noticeWebhook().orElseThrow().secret()).isEqualTo(SECRET);
    }

    @Test
    void neitherUrlNorSecretIsShown() {
        configured.file(webhook("url = 'https://hooks.example/token-in-the-path'"));
        configured.variable("COUNTERSIGN_NOTICES_WEBHOOK_SECRET", SECRET);

        Deployment deployment = configured.sound();

        assertThat(deployment.effective().toString() + deployment.noticeWebhook())
                .doesNotContain("token-in-the-path", SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url = 'https://hooks.example'|needs notices.webhook.secret_file or notices.webhook.secret",
                "url = 'https://hooks.example'\\nsecret = 'short'|the secret has fewer than 32 characters",
                "url = 'ftp://hooks.example'\\nsecret = 'SECRET'|is not valid: expected an https URL",
                "url = 'https://hooks.example'\\nsecret_file = 'absent'|there is no readable file",
                "secret = 'SECRET'|needs notices.webhook.url beside it",
                "timeout = 9|needs notices.webhook.url beside it"
            })
    void aTableThatIsIncompleteIsRefused(String lines, String problem) {
        configured.file(webhook(lines.replace("\\n", "\n").replace("SECRET", SECRET)));

        assertThat(configured.problems())
                .extracting(ConfigurationProblem::message)
                .anySatisfy(message -> assertThat(message).contains(problem).doesNotContain(SECRET));
    }

    @Test
    void aSecretAndAFileWithOneAreRefused() throws IOException {
        configured.file(
                webhook("url = 'https://hooks.example'\nsecret_file = 'hook.secret'\nsecret = '" + SECRET + "'"));
        Files.writeString(configured.home().conf().resolve("hook.secret"), SECRET);

        assertThat(configured.problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message()).isEqualTo("is refused beside notices.webhook.secret"));
    }

    private static String webhook(String lines) {
        return "[notices.webhook]\n" + lines;
    }
}
