package dev.countersign.server.console.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.Upload;
import dev.countersign.server.operation.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyFieldsTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    private static final byte[] PKCS12 = {0x30, (byte) 0x82, 1, 1, 2, 1, 3, 0x30, (byte) 0x82, 1, 1, 6, 9};

    private static Form with(String name, byte[] content) {
        return new Form(
                Map.of(KeyFields.PEM, List.of("pasted\n")),
                Map.of(KeyFields.FILES, List.of(new Upload(name, content))));
    }

    @Test
    void filesStandBelowWhatWasPasted() {
        Form whole = KeyFields.read(with("a.pem", PEM.getBytes(StandardCharsets.US_ASCII)))
                .form();

        assertThat(whole.exact(KeyFields.PEM)).isEqualTo("pasted\n" + PEM);
        assertThat(whole.text(KeyFields.MODE))
                .as("a chosen file means certificates")
                .contains(KeyFields.PEM_MODE);
    }

    @Test
    void aFileThatIsNoCertificateIsNamedAndNothingOfItIsKept() {
        KeyFields.Given given = KeyFields.read(with("partner\u202e.pfx", PKCS12));

        assertThat(given.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(KeyFields.PEM);
            assertThat(problem.detail())
                    .startsWith("The file partner?.pfx is a PKCS#12 file")
                    .endsWith("as PEM.");
        });
        assertThat(given.form().exact(KeyFields.PEM)).isEqualTo("pasted");
    }

    @Test
    void aPrivateKeyThatWasSentIsNotShownAgainInWhicheverField() {
        String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
        var sent = new Form(
                Map.of(
                        KeyFields.PEM,
                        List.of(PEM + key),
                        "/name",
                        List.of(key),
                        "/issuer",
                        List.of("https://a.example")),
                Map.of());

        Fields shown = Fields.of(sent, List.of(new Problem(KeyFields.PEM, "unusable_key", "Is a private key.")));

        assertThat(shown.value(KeyFields.PEM)).isEmpty();
        assertThat(shown.value("/name")).isEmpty();
        assertThat(shown.value("/issuer")).isEqualTo("https://a.example");
        assertThat(shown.problems(KeyFields.PEM)).containsExactly("Is a private key.");
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
