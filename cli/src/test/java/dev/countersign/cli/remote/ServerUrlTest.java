package dev.countersign.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://Tokens.example:443/, https://tokens.example",
        "https://bücher.example/t/acme, https://xn--bcher-kva.example/t/acme",
        "'https://tokens.example\n', https://tokens.example"
    })
    void oneSpellingStandsForOneServer(String written, String url) throws Exception {
        assertThat(ServerUrl.of(written).value()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tokens.example/t/acme, https://tokens.example, acme",
        "https://tokens.example/auth/t/a-1/, https://tokens.example/auth, a-1",
        "https://tokens.example/t/Acme, https://tokens.example/t/Acme, ''",
        "https://tokens.example/t/acme/api, https://tokens.example/t/acme/api, ''",
        "https://tokens.example, https://tokens.example, ''"
    })
    void theAddressOfAnOrganizationNamesIt(String written, String base, String slug) throws Exception {
        ServerUrl url = ServerUrl.of(written);

        assertThat(url.base()).isEqualTo(base);
        assertThat(url.organization().orElse("")).isEqualTo(slug);
        assertThat(url.ofOrganization("beta").value()).isEqualTo(base + "/t/beta");
        assertThat(url.ofOrganization("").value()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tokens_1.internal, underscore",
        "tokens.example, must be absolute and https",
        "https://me:hunter2@tokens.example, must not have a user",
        "http://tokens.example, over https only"
    })
    void anotherOneIsRefusedWithItsReason(String written, String reason) {
        assertThatThrownBy(() -> ServerUrl.of(written))
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        failure ->
                                assertThat(failure.sentence()).contains(reason).doesNotContain("hunter2"));
    }
}
