package dev.countersign.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyFieldsTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    private static Upload file(byte[] content) {
        return new Upload("a.der", content);
    }

    @Test
    void aFileInPemIsTakenAsItIsAndOneInDerBecomesPem() {
        assertThat(KeyFields.pem(file(PEM.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(PEM);
        assertThat(KeyFields.pem(file(new byte[] {0, 0, 0}))).isEqualTo(PEM);
    }

    @Test
    void filesStandBelowWhatWasPasted() {
        var form = new Form(
                Map.of(KeyFields.PEM, List.of("pasted\n")),
                Map.of(KeyFields.FILES, List.of(file(new byte[] {0, 0, 0}))));

        Form whole = KeyFields.withUploads(form);

        assertThat(whole.exact(KeyFields.PEM)).isEqualTo("pasted\n" + PEM);
        assertThat(whole.text(KeyFields.MODE))
                .as("who chooses a file means certificates")
                .contains(KeyFields.PEM_MODE);
    }

    @Test
    void theModeDecidesWhatCounts() {
        var both = Map.of(KeyFields.PEM, List.of(PEM), KeyFields.URL, List.of("https://a.example"));
        var form = new Form(both, Map.of());

        assertThat(KeyFields.member(form.with(KeyFields.MODE, KeyFields.URL_MODE)))
                .isEqualTo(Map.of("jwks_url", "https://a.example"));
        assertThat(KeyFields.member(form.with(KeyFields.MODE, KeyFields.PEM_MODE)))
                .isEqualTo(Map.of("certificates", List.of(PEM)));
    }
}
