package dev.countersign.server.registry.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.Pem;
import dev.countersign.server.registry.change.SampleTrials;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoverIssuerTest {
    private static final String ISSUER = "https://login.partner.example/tenant";
    private static final String OPENID = ISSUER + "/.well-known/openid-configuration";
    private static final String OAUTH = "https://login.partner.example/.well-known/oauth-authorization-server/tenant";

    private final ManagementFixture management = new ManagementFixture();

    private Outcome<Map<String, Object>> discover(String issuer) {
        return management.useCases.discoverIssuer().discover(Map.of("issuer", issuer));
    }

    @Test
    void proposesADocumentThatCanBeRegisteredAsItIs() {
        Map<String, Object> proposal = ManagementFixture.done(discover(ISSUER));

        assertThat(proposal)
                .containsEntry("name", "login.partner.example")
                .containsEntry("issuer", ISSUER)
                .containsEntry("keys", Map.of("jwks_url", ISSUER + "/jwks"))
                .containsEntry("algorithms", List.of("ES256"));
        assertThat((List<?>) proposal.get("warnings")).isNotEmpty();
        assertThat(management.configuration.issuers()).isEmpty();
        assertThat(management.registered(proposal).issuer().value()).isEqualTo(ISSUER);
        assertThat(ManagementFixture.done(discover(ISSUER))).containsEntry("name", "login.partner.example-2");
    }

    @Test
    void takesTheAlgorithmsThatTheMetadataNamesAndThisServerKnows() {
        management.trials.publish(
                OPENID,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/k\",\"id_token_signing_alg_values_supported\":[\"HS256\",\"RS256\",\"none\"]}"
                        .formatted(ISSUER, ISSUER));

        assertThat(ManagementFixture.done(discover(ISSUER))).containsEntry("algorithms", List.of("RS256"));
    }

    @Test
    void looksInBothPlacesAndLeavesAFinalSlashOut() {
        management.trials.publish(OAUTH, SampleTrials.metadata(ISSUER + "/"));

        assertThat(ManagementFixture.done(discover(ISSUER + "/"))).containsEntry("issuer", ISSUER + "/");
        assertThat(management.trials.asked).startsWith(URI.create(OPENID), URI.create(OAUTH));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no json                                                         | metadata_unreadable
                    {"issuer":"https://other.example","jwks_uri":"https://o.example"} | metadata_of_another_issuer
                    {"jwks_uri":"https://o.example"}                                | metadata_of_another_issuer
                    {"issuer":"https://login.partner.example/tenant/"}              | metadata_of_another_issuer
                    {"issuer":"https://login.partner.example/tenant"}               | metadata_without_keys
                    """)
    void saysOfBothPlacesWhatIsWrong(String document, String code) {
        management.trials.publish(OPENID, document);

        assertThat(ManagementFixture.problems(discover(ISSUER)))
                .containsExactly("/issuer " + code, "/issuer metadata_unreachable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://keys.example/jwks", "no url at all", "jwks.json"})
    void refusesKeysFromWhereNoneMayBeFetched(String jwksUrl) {
        management.trials.publish(OPENID, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(ISSUER, jwksUrl));

        assertThat(ManagementFixture.problems(discover(ISSUER))).containsExactly("/issuer jwks_url_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://plain.example", "partner", "https://a.example/?x=1", "https://a.example/#x", "urn:a:b"})
    void asksNobodyWhomItMayNotAsk(String issuer) {
        assertThat(ManagementFixture.problems(discover(issuer))).containsExactly("/issuer not_allowed");
        assertThat(management.trials.asked).isEmpty();
    }

    @Test
    void needsAnIssuerAndNothingElse() {
        assertThat(ManagementFixture.problems(
                        management.useCases.discoverIssuer().discover(Map.of("url", "x"))))
                .containsExactlyInAnyOrder("/issuer required", "/url unknown_member");
    }

    @Test
    void givenAuthoritiesAreTrustedForTheMetadataAndTheKeysAndProposed() {
        String authority = Pem.certificate(
                        "authority", Instant.now(), Instant.now().plusSeconds(60))
                .strip();

        Map<String, Object> proposal = ManagementFixture.done(management
                .useCases
                .discoverIssuer()
                .discover(Map.of("issuer", ISSUER, "trusted_certificates", List.of(authority))));

        assertThat(management.trials.authorities).containsExactly(authority, authority);
        assertThat(proposal)
                .containsEntry(
                        "keys", Map.of("jwks_url", ISSUER + "/jwks", "trusted_certificates", List.of(authority)));
    }

    @Test
    void refusesATextThatIsNoAuthority() {
        assertThat(ManagementFixture.problems(management
                        .useCases
                        .discoverIssuer()
                        .discover(Map.of("issuer", ISSUER, "trusted_certificates", List.of("no certificate")))))
                .containsExactly("/trusted_certificates/0 unusable_key");
        assertThat(management.trials.asked).isEmpty();
    }
}
