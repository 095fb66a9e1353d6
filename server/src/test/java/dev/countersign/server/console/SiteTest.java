package dev.countersign.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private final Site site = Site.of("https://tokens.example.com/auth/");

    @Test
    void aFormComesFromUsWhenItsOriginIsOursOrTheOneThatWasCalled() {
        assertThat(site.isOurs("https://TOKENS.example.com", Optional.empty())).isTrue();
        assertThat(site.isOurs("https://10.0.0.1:9443", Optional.of("10.0.0.1:9443")))
                .isTrue();
        assertThat(site.isOurs("https://10.0.0.1:9444", Optional.of("10.0.0.1:9443")))
                .isFalse();
        assertThat(site.isOurs("https://tokens.example.com.evil.example", Optional.empty()))
                .isFalse();
        assertThat(site.isOurs("null", Optional.of("tokens.example.com"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "connections",
                "",
                "/a b",
                "/a\r\nLocation: x",
                "/sign-out",
                "/sign-in"
            })
    void aSignInLeadsNowhereElse(String path) {
        assertThat(Site.within(Optional.of(path))).isEmpty();
    }

    @Test
    void aSignInLeadsToPagesOfTheConsole() {
        assertThat(Site.within(Optional.of("/connections/abc?tab=1"))).contains("/connections/abc?tab=1");
        assertThat(Site.within(Optional.empty())).isEmpty();
    }
}
