package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the settings of the proxy for outbound requests. */
class ProxyReaderTest {
    @TempDir
    private Path folder;

    private Configured configured;

    @BeforeEach
    void startWithNothing() {
        configured = Configured.in(folder);
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(configured.sound().proxy()).isEmpty();
    }

    @Test
    void credentialsComeFromTheEnvironmentAndAreNotShown() {
        configured.file(net("proxy = 'http://Proxy.example:3128/'\nno_proxy = ['.corp.example', '10.0.0.0/8']"));
        configured.variable("COUNTERSIGN_NET_PROXY_USERNAME", "user-of-proxy");
        configured.variable("COUNTERSIGN_NET_PROXY_PASSWORD", "word-of-proxy");

        Deployment deployment = configured.sound();

        assertThat(deployment.proxy())
                .contains(new ProxySettings(
                        "proxy.example",
                        3128,
                        Optional.of("user-of-proxy"),
                        Optional.of("word-of-proxy"),
                        List.of(".corp.example", "10.0.0.0/8")));
        assertThat(deployment.effective().toString() + deployment.proxy())
                .doesNotContain("user-of-proxy", "word-of-proxy");
    }

    @Test
    void thePasswordComesFromAFileBesideTheConfiguration() throws IOException {
        configured.file(
                net("proxy = 'http://[2001:db8::1]'\nproxy_username = 'u'\nproxy_password_file = 'proxy.secret'"));
        Files.writeString(configured.home().conf().resolve("proxy.secret"), "from the file\n");

        assertThat(configured.sound().proxy())
                .contains(new ProxySettings(
                        "2001:db8::1", 80, Optional.of("u"), Optional.of("from the file"), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "proxy = 'http://user:hunter2@proxy.example:3128'|this value is not valid: expected an http URL of host and port without a user",
                "proxy = 'https://proxy.example:3128'|is not valid: expected an http URL",
                "proxy = 'proxy.example:3128'|is not valid: expected an http URL",
                "proxy = 'http://proxy.example/path'|is not valid: expected an http URL",
                "proxy = 'http://p.example'\\nno_proxy = ['*']|is not valid: expected a list of host names",
                "proxy = 'http://p.example'\\nno_proxy = ['10.0.0.0/33']|is not valid: expected a list of host names",
                "proxy = 'http://p.example'\\nproxy_username = 'u'|needs net.proxy_password_file or net.proxy_password beside it",
                "proxy = 'http://p.example'\\nproxy_username = 'u:v'\\nproxy_password = 'p'|this value is not valid: expected text without a colon",
                "proxy = 'http://p.example'\\nproxy_password = 'p'|needs net.proxy_username beside it",
                "proxy = 'http://p.example'\\nproxy_username = 'u'\\nproxy_password = \"a\\\\u000Ab\"|the password holds a control character",
                "proxy = 'http://p.example'\\nproxy_username = 'u'\\nproxy_password_file = 'absent'|there is no readable file",
                "no_proxy = ['a.example']|needs net.proxy beside it",
                "proxy_username = 'u'\\nproxy_password = 'p'|needs net.proxy beside it"
            })
    void aTableThatIsIncompleteIsRefused(String lines, String problem) {
        configured.file(net(lines.replace("\\n", "\n").replace("\\\\", "\\")));

        assertThat(configured.problems())
                .extracting(ConfigurationProblem::message)
                .anySatisfy(message -> assertThat(message).contains(problem))
                .allSatisfy(message -> assertThat(message).doesNotContain("hunter2"));
    }

    private static String net(String lines) {
        return "[net]\n" + lines + '\n';
    }
}
