package dev.countersign.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://user:hunter2@db/tokens",
                "jdbc:postgresql://user:hun/ter2@db/tokens",
                "jdbc:postgresql://user:hunter2@evil@db/tokens",
                "Cannot connect to https://hunter2@issuer.example/jwks: refused",
                "jdbc:postgresql://db/tokens?password=hunter2",
                "jdbc:postgresql://db/tokens?ssl=true&Password=hunter2&a=b",
                "jdbc:postgresql://db/tokens?sslpassword=hunter2",
                "https://issuer.example/jwks?client_secret=hunter2",
                "https://localhost:9443/console/setup?code=hunter2",
                "https://localhost:9443/console/welcome?to=/a&code=hunter2",
                "properties {user=me, password=hunter2}"
            })
    void whatAUrlCarriesInSecretIsNotPrinted(String text) {
        assertThat(UrlSecrets.removed(text)).doesNotContain("hunter2").doesNotContain("ter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/tokens?ssl=true",
                "https://issuer.example/jwks?tenant=a",
                "refused: code=assertion.expired",
                "mail me@example.com",
                "a plain sentence, with a password in it"
            })
    void otherTextStaysAsItIs(String text) {
        assertThat(UrlSecrets.removed(text)).isEqualTo(text);
    }
}
