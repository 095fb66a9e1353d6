package dev.countersign.core.jose.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Base64Url;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void secretsHave256BitsInBase64Url() {
        assertThat(Secrets.generate()).matches("[A-Za-z0-9_-]{43}");
        assertThat(Base64Url.decode(Secrets.generate()).orElseThrow()).hasSize(32);
    }

    @Test
    void idsAreSafeOnCommandLinesAndInUrls() {
        assertThat(Stream.generate(Secrets::generateId).limit(1_000))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-v]{26}"));
    }

    @Test
    void idsOfAMomentAreOrderedByItAndStillDiffer() {
        Instant moment = Instant.parse("2026-11-27T12:00:00Z");

        assertThat(Stream.generate(() -> Secrets.generateId(moment)).limit(1_000))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-v]{26}"))
                .allMatch(id -> id.compareTo(Secrets.generateId(moment.minusMillis(1))) > 0)
                .allMatch(id -> id.compareTo(Secrets.generateId(moment.plusMillis(1))) < 0);
    }
}
