package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwksUrlCheckTest {
    private static final JwksUrlCheck STRICT = check();

    private static JwksUrlCheck check(String... allowed) {
        return new JwksUrlCheck(AddressesCalledTest.settings(allowed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://keys.example/jwks",
                "https://keys.example.:8443/jwks",
                "https://8.8.8.8/jwks",
                "https://jwks_server/jwks",
                "https://b\u00fccher.example/jwks"
            })
    void hasNothingAgainstPublicHosts(String url) {
        assertThat(STRICT.objection(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/jwks, loopback",
        "https://[::1]/jwks, loopback",
        "https://[::ffff:10.0.0.1]/jwks, private",
        "https://localhost/jwks, loopback",
        "https://Keys.LOCALHOST./jwks, loopback",
        "https://2130706433/jwks, loopback",
        "https://169.254.169.254/jwks, link-local",
        "http://keys.example/jwks, Must be https",
        "http://8.8.8.8/jwks, Must be https",
        "ftp://keys.example/jwks, does not begin with https",
        "https://me@keys.example/jwks, user name",
        "https:jwks, no valid host"
    })
    @Spec("MCP Workload Identity Federation, Issuer Key Retrieval")
    void objectsToWhatWillNotBeFetched(String url, String reason) {
        assertThat(STRICT.objection(URI.create(url)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1/a", "https://127.0.0.1/a", "http://keys.internal/a", "http://x.example/a"})
    void leavesWhatMayBeListedToTheFetch(String url) {
        var check = check("127.0.0.0/8", "keys.internal");

        assertThat(check.objection(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1/a", "http://8.8.8.8/a"})
    void knowsAddressesThatAreNotListed(String url) {
        var check = check("127.0.0.0/8", "keys.internal");

        assertThat(check.objection(URI.create(url))).isPresent();
    }
}
