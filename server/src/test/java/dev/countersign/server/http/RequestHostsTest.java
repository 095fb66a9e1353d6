package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the host name in the host and port of a request. */
class RequestHostsTest {

    @ParameterizedTest
    @CsvSource({
        "auth.acme.example, auth.acme.example",
        "auth.acme.example:8443, auth.acme.example",
        "AUTH.Acme.EXAMPLE, auth.acme.example",
        "auth.acme.example., auth.acme.example",
        "auth.acme.example.:8443, auth.acme.example",
        "auth.acme.example.., auth.acme.example.",
        "auth.acme.example:, auth.acme.example",
        "[::1]:8443, [::1]",
        "[::1], [::1]",
        "127.0.0.1:80, 127.0.0.1",
        "'', ''"
    })
    void isWithoutPortAndFinalDotInLowerCase(String authority, String expected) {
        assertThat(RequestHosts.name(authority)).isEqualTo(expected);
    }
}
