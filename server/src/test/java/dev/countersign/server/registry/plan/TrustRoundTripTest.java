package dev.countersign.server.registry.plan;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that possession and security events pass through trust files, presets, plans and exports unchanged. */
class TrustRoundTripTest {
    private static final String ISSUERS = "trusted_token_issuers";
    private static final String APPLICATIONS = "applications";
    private static final Map<String, Object> EVENTS =
            Map.of("enabled", true, "audience", "https://countersign.example/events");
    private static final String BINDS = "tls_client_certificate_bound_access_tokens";
    private static final List<String> NAMES = List.of(
            "subject_dn CN=client,O=Acme",
            "san_dns client.example.com",
            "san_uri spiffe://example.com/client",
            "san_ip 192.0.2.1",
            "san_email client@example.com");

    private static Map<String, Object> jwk;

    private final ManagementFixture management = new ManagementFixture();

    @BeforeAll
    static void issue() throws Exception {
        X509Certificate certificate =
                CertificateRequest.of("CN=own").selfSigned().certificate();
        jwk = new HashMap<>(
                PublicKeyParameters.of(certificate.getPublicKey()).orElseThrow().members());
        jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(certificate.getEncoded())));
    }

    private static Map<String, Object> files() {
        var issuers = List.of(
                TestJson.with(ManagementFixture.issuer("partner"), "security_events", EVENTS),
                new LinkedHashMap<String, Object>(Map.of(
                        "name",
                        "ci",
                        "preset",
                        "github-actions",
                        "security_events",
                        EVENTS,
                        "conditions",
                        List.of("claims.repository_owner_id == '5'"))));
        List<Map<String, Object>> applications = new ArrayList<>();
        applications.add(application("bound-to-keys", Map.of("dpop_bound_access_tokens", true)));
        applications.add(application("bound-to-certificates", Map.of(BINDS, true)));
        applications.add(application("bound-to-both", Map.of("dpop_bound_access_tokens", true, BINDS, true)));
        for (String name : NAMES) {
            String[] pair = name.split(" ");
            applications.add(application(
                    pair[0],
                    Map.of("token_endpoint_auth_method", "tls_client_auth", "tls_client_auth_" + pair[0], pair[1])));
        }
        applications.add(application(
                "self-signed",
                Map.of(
                        "token_endpoint_auth_method",
                        "self_signed_tls_client_auth",
                        "jwks",
                        Map.of("keys", List.of(jwk)))));
        return Map.of(ISSUERS, issuers, APPLICATIONS, applications);
    }

    private static Map<String, Object> application(String name, Map<String, Object> members) {
        var application = new LinkedHashMap<String, Object>(members);
        application.put("name", name);
        application.put("client_id", name);
        return application;
    }

    private static TrustPlan plan(ManagementFixture management, Map<String, Object> files) {
        return done(management.useCases.applyTrust().plan(administrator(), files));
    }

    private static Map<String, Object> applied(ManagementFixture management, Map<String, Object> files) {
        String version = plan(management, files).version();
        done(management.useCases.applyTrust().apply(administrator(), TestJson.with(files, "version", version)));
        return management.useCases.exportTrust().export();
    }

    @SuppressWarnings("unchecked") // members of JSON objects are texts
    private static Map<String, Map<String, Object>> named(Map<String, Object> document, String list) {
        return ((List<Map<String, Object>>) document.get(list))
                .stream().collect(Collectors.toMap(entry -> (String) entry.get("name"), entry -> entry));
    }

    @Test
    void anExportHasWhatTheFilesHave() {
        Map<String, Object> files = files();
        Map<String, Object> exported = applied(management, files);

        assertThat(plan(management, files).isDifferent()).isFalse();
        for (String list : List.of(ISSUERS, APPLICATIONS)) {
            Map<String, Map<String, Object>> entries = named(exported, list);
            named(files, list)
                    .forEach((name, entry) ->
                            assertThat(entries.get(name)).as(name).containsAllEntriesOf(entry));
        }
    }

    @Test
    void anExportAppliedElsewhereGivesTheSameExport() {
        Map<String, Object> exported = applied(management, files());

        assertThat(plan(management, exported).isDifferent()).isFalse();
        assertThat(applied(new ManagementFixture(), exported)).isEqualTo(exported);
    }

    @Test
    void aPlanNamesEachMemberThatDiffers() {
        applied(management, files());
        Map<String, Object> without = Map.of(
                ISSUERS,
                List.of(ManagementFixture.issuer("partner")),
                APPLICATIONS,
                List.of(
                        application("bound-to-both", Map.of()),
                        application(
                                "san_ip",
                                Map.of(
                                        "token_endpoint_auth_method", "tls_client_auth",
                                        "tls_client_auth_san_uri", "urn:other"))));

        Set<String> changed = plan(management, without).steps().stream()
                .filter(step -> step.action() == TrustPlan.Action.CHANGE)
                .flatMap(step -> step.fields().stream().map(field -> step.name() + " " + field.pointer()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(changed)
                .containsExactly(
                        "bound-to-both /dpop_bound_access_tokens",
                        "bound-to-both /" + BINDS,
                        "partner /security_events/audience",
                        "partner /security_events/enabled",
                        "san_ip /tls_client_auth_san_ip",
                        "san_ip /tls_client_auth_san_uri");
    }
}
