package dev.countersign.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the identity of organizations with and without host names. */
class ServerIdentityTest {
    private static final String BASE = "https://tokens.example.com/base";

    private static ServerIdentity root(String base, Optional<Integer> mutualTlsPort) {
        return new ServerIdentity(new IssuerIdentifier(base), new Audience(base + "/oauth2/token"), mutualTlsPort);
    }

    private static ServerIdentity acme(String... hosts) {
        return root(BASE, Optional.of(9443)).ofOrganization("acme", List.of(hosts));
    }

    @Test
    void anOrganizationWithoutHostNamesIsBelowTheServer() {
        ServerIdentity acme = acme();

        assertThat(acme).isEqualTo(root(BASE, Optional.of(9443)).ofOrganization("acme"));
        assertThat(acme.issuer().value()).isEqualTo(BASE + "/t/acme");
        assertThat(acme.withoutHosts()).isEmpty();
        assertThat(acme.servedPaths()).containsExactly("/t/acme", "/base/t/acme");
        assertThat(acme.ownPaths()).isEqualTo(acme.servedPaths());
    }

    @Test
    void theFirstHostNameIsTheIssuerIdentifier() {
        ServerIdentity acme = acme("auth.acme.example", "tokens.acme.example");

        assertThat(acme.issuer().value()).isEqualTo("https://auth.acme.example");
        assertThat(acme.asAudience().value()).isEqualTo("https://auth.acme.example");
        assertThat(acme.tokenEndpoint().value()).isEqualTo("https://auth.acme.example/oauth2/token");
        assertThat(acme.host()).isEqualTo("auth.acme.example");
        assertThat(acme.certificateBase()).isEqualTo("https://auth.acme.example:9443");
        assertThat(acme.organizationPath()).isEqualTo("/t/acme");
        assertThat(acme.organization()).contains("acme");
        assertThat(acme.ownPaths()).containsExactly("");
        assertThat(acme.servedPaths()).containsExactly("", "/t/acme", "/base/t/acme");
    }

    @Test
    void everyServedUrlOfTheTokenEndpointCanBeTheTargetOfAProof() {
        assertThat(acme("auth.acme.example", "tokens.acme.example").tokenEndpoints())
                .containsExactly(
                        "https://auth.acme.example/oauth2/token",
                        "https://auth.acme.example:9443/oauth2/token",
                        "https://tokens.acme.example/oauth2/token",
                        "https://tokens.acme.example:9443/oauth2/token",
                        BASE + "/t/acme/oauth2/token",
                        "https://tokens.example.com:9443/base/t/acme/oauth2/token");
    }

    @Test
    void itsOtherUrlsAreItsOwnAndThoseOfOthersAreNot() {
        ServerIdentity acme = acme("auth.acme.example", "tokens.acme.example");

        for (String own : List.of("https://auth.acme.example", "https://tokens.acme.example", BASE + "/t/acme")) {
            assertThat(acme.isOwn(new IssuerIdentifier(own))).as(own).isTrue();
        }
        for (String foreign : List.of(BASE, BASE + "/t/globex", "https://auth.acme.example/", "https://acme.example")) {
            assertThat(acme.isOwn(new IssuerIdentifier(foreign))).as(foreign).isFalse();
        }
        assertThat(acme.withoutHosts()).contains(acme());
    }

    @ParameterizedTest
    @CsvSource({
        "https://tokens.example.com, https://auth.acme.example",
        "https://tokens.example.com:443, https://auth.acme.example",
        "https://tokens.example.com:8443, https://auth.acme.example:8443",
        "https://TOKENS.example.com:8443/base/, https://auth.acme.example:8443"
    })
    void theIssuerIdentifierHasThePortOfTheBaseUrl(String base, String expected) {
        ServerIdentity acme = root(base, Optional.empty()).ofOrganization("acme", List.of("auth.acme.example"));

        assertThat(acme.issuer().value()).isEqualTo(expected);
        assertThat(acme.certificateBase()).isEqualTo(expected);
    }
}
