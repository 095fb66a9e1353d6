package dev.countersign.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without the library, and what is left to it. */
class ServeLineTest {

    @Test
    void readsServeAlone() {
        assertThat(read("serve")).contains(new ServeLine(Map.of()));
    }

    @Test
    void readsAHomeAndAPortInEitherForm() {
        var both = new ServeLine(Map.of("--home", "/srv/tokens", "--port", "443"));

        assertThat(read("serve --home /srv/tokens --port 443")).contains(both);
        assertThat(read("serve --port=443 --home=/srv/tokens")).contains(both);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "help serve",
                "serve --help",
                "serve -h",
                "serve --home",
                "serve --home=",
                "serve --home a --home b",
                "serve --home --port",
                "serve --port -1",
                "serve --hom a",
                "serve --home a extra",
                "serve -- --home a",
                "serve --log-level debug"
            })
    void leavesEverythingElseToTheLibrary(String line) {
        assertThat(read(line)).isEmpty();
    }

    private static Optional<ServeLine> read(String line) {
        return ServeLine.read(line.split(" ", -1));
    }
}
