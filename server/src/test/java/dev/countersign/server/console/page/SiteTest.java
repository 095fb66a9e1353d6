package dev.countersign.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private final Site site = Site.of(new ServerIdentity(
            new IssuerIdentifier("https://tokens.example.com/auth/"),
            new Audience("https://tokens.example.com/auth/oauth2/token")));

    @Test
    void aFormComesFromUsWhenItsOriginIsOursOrTheOneThatWasCalled() {
        assertThat(site.isOurs("https://TOKENS.example.com", Optional.empty(), true))
                .isTrue();
        assertThat(site.isOurs("https://10.0.0.1:9443", Optional.of("10.0.0.1:9443"), true))
                .isTrue();
        assertThat(site.isOurs("https://10.0.0.1:9444", Optional.of("10.0.0.1:9443"), true))
                .isFalse();
        assertThat(site.isOurs("https://tokens.example.com.evil.example", Optional.empty(), true))
                .isFalse();
        assertThat(site.isOurs("null", Optional.of("tokens.example.com"), true)).isFalse();
        assertThat(site.isOurs("https://", Optional.empty(), true)).isFalse();
    }

    @Test
    void eachOrganizationKnowsTheConsolesOfTheOthers() {
        var root = new ServerIdentity(
                new IssuerIdentifier("https://example.com/base"),
                new Audience("https://example.com/base/oauth2/token"));
        Site acme = Site.of(root.ofOrganization("acme"));

        assertThat(acme.root()).isEqualTo("/base/t/acme/console");
        assertThat(acme.elsewhere("").root()).isEqualTo("/base/console");
        assertThat(Site.of(root).elsewhere("/t/acme").root()).isEqualTo(acme.root());
        assertThat(Site.of(root).elsewhere("/t/acme").cookies()).isEqualTo(acme.cookies());
        assertThat(acme.elsewhere("").cookies())
                .isEqualTo(Site.of(root).cookies())
                .isNotEqualTo(acme.cookies());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSchemeBelongsToTheOrigin(boolean overTls) {
        assertThat(site.isOurs("http://tokens.example.com", Optional.of("tokens.example.com"), overTls))
                .isFalse();
        assertThat(site.isOurs("http://10.0.0.1:8080", Optional.of("10.0.0.1:8080"), overTls))
                .isFalse();
        assertThat(site.isOurs("https://other.example", Optional.of("other.example"), overTls))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost"})
    void onThisMachinePlainHttpIsOursWhereItWasCalled(String authority) {
        assertThat(site.isOurs("http://" + authority, Optional.of(authority), false))
                .isTrue();
        assertThat(site.isOurs("http://" + authority, Optional.of(authority), true))
                .isFalse();
        assertThat(site.isOurs("http://localhost:1", Optional.of(authority), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example", "127.0.0.1.example", "localhost:8080x"})
    void aNameThatBeginsLikeThisMachineIsNotThisMachine(String authority) {
        assertThat(site.isOurs("http://" + authority, Optional.of(authority), false))
                .isFalse();
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../",
                "/../x",
                "/..?x",
                "/../../api/v1/audit-events",
                "/connections/../../x",
                "/connections/..",
                "/connections/../",
                "/.",
                "/./sign-out",
                "/connections/./x",
                "/connections/../sign-out",
                "/%2e%2e/x",
                "/%2E%2e/x",
                "/.%2e/x",
                "/%2e./x",
                "/%2e/x",
                "/%252e%252e/x",
                "/%c0%ae%c0%ae/x",
                "/%u002e%u002e/x",
                "/..%2fx",
                "/..%5cx",
                "/%2f%2fevil.example",
                "/%5cevil.example",
                "/..;/x",
                "/..;a=b/x",
                "/;/../x",
                "/connections;/../../x",
                "/x//evil.example",
                "/connections//../..",
                "/\t/evil.example",
                "/.\t./x",
                "/.\n./x",
                "/x#/../y",
                "#/x",
                "/x?y#z",
                "/x?\\",
                "/\u2025/x",
                "/\uFF0E\uFF0E/x",
                "/\u3002\u3002/x",
                "/@evil.example",
                "/:x"
            })
    void aSignInNeverClimbsOutOfTheConsole(String path) {
        assertThat(Site.within(Optional.of(path))).isEmpty();
    }

    @Test
    void aSignInLeadsToNoPageLongerThanThereIs() {
        assertThat(Site.within(Optional.of("/a".repeat(1000)))).isPresent();
        assertThat(Site.within(Optional.of("/a".repeat(1000) + "b"))).isEmpty();
        assertThat(Site.within(Optional.of("/a".repeat(500_000)))).isEmpty();
    }

    @Test
    void aSignInLeadsToPagesOfTheConsole() {
        for (String page : List.of(
                "/connections",
                "/connections/",
                "/connections/abc?tab=1",
                "/connections/0f8b2c1a-4c6e-4a53-9f38-8d0a0f6f2a11/keys",
                "/activity?q=%2e%2e&from=2030-01-31T12:00:00Z&to=..",
                "/a.b/..c/d../...",
                "/settings?")) {
            assertThat(Site.within(Optional.of(page))).contains(page);
        }
        assertThat(Site.within(Optional.empty())).isEmpty();
    }
}
