package dev.countersign.server.console.tryout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecodedJwtTest {
    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aJwtIsReadWithoutBeingVerified() {
        var decoded = DecodedJwt.of(part("{\"alg\":\"none\"}") + "." + part("{\"sub\":\"a\",\"exp\":1700000000}") + ".")
                .orElseThrow();

        assertThat(decoded.header()).contains("\"alg\" : \"none\"");
        assertThat(decoded.times()).containsExactly(new DecodedJwt.Moment("exp", Instant.ofEpochSecond(1_700_000_000)));
    }

    @Test
    void timesThatCannotBeAreLeftOut() {
        String claims = "{\"exp\":1e400,\"iat\":-1,\"nbf\":\"soon\"}";

        assertThat(DecodedJwt.of(part("{}") + "." + part(claims) + ".x")
                        .orElseThrow()
                        .times())
                .isEmpty();
    }

    @Property
    void noTextBreaksIt(@ForAll String text) {
        assertThat(DecodedJwt.of(text)).isNotNull();
        assertThat(DecodedJwt.of(part(text) + "." + part(text) + "." + text)).isNotNull();
    }
}
