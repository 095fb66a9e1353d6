package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.ApplicationUseCases.Registration;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApplicationInputTest {
    private final ManagementFixture management = new ManagementFixture();

    @BeforeEach
    void registerAnIssuer() {
        management.registeredIssuer("partner");
    }

    @Test
    void givesEveryAbsentMemberItsDocumentedDefault() {
        Registration registration = management.registeredApplication(ManagementFixture.application("orders-app"));
        RegisteredClient application = registration.application().value();

        assertThat(TestJson.text(ApplicationFields.document(application)))
                .isEqualTo(("""
                {"id":"%s","name":"orders-app","enabled":true,"client_id":"%s",\
                "token_endpoint_auth_method":"client_secret_basic","token_endpoint_auth_signing_alg":null,\
                "jwks":null,"jwks_url":null,"trusted_certificates":[],\
                "tls_client_auth_subject_dn":null,"tls_client_auth_san_dns":null,"tls_client_auth_san_uri":null,\
                "tls_client_auth_san_ip":null,"tls_client_auth_san_email":null,\
                "tls_client_certificate_bound_access_tokens":false,\
                "grant_types":["urn:ietf:params:oauth:grant-type:jwt-bearer"],"trusted_token_issuers":null,\
                "scopes":[],"default_scopes":[],"audiences":[],"introspect_audiences":[],\
                "chaining":[],\
                "access_token":{"type":"jwt","lifetime_seconds":3600,"signing_alg":"RS256","typ":"at+jwt"},\
                "dpop_bound_access_tokens":false,\
                "refresh_token":{"enabled":false,"lifetime_seconds":86400},\
                "secrets":[{"id":"%s","created_at":"2030-01-01T12:00:00Z","expires_at":null,"last_used_at":null}],\
                "created_at":"2030-01-01T12:00:00Z","updated_at":"2030-01-01T12:00:00Z"}""")
                        .formatted(
                                application.id(),
                                application.clientId(),
                                application.credentials().secrets().getFirst().id()));
        assertThat(application.credentials().secrets().getFirst().hash())
                .isEqualTo(Sha256.ofUtf8(registration.secret().orElseThrow()));
        assertThat(registration.secret().orElseThrow()).hasSizeGreaterThanOrEqualTo(43);
    }

    @Test
    void keepsEveryMemberThatIsGiven() {
        Map<String, Object> input = TestJson.object("""
                {'name':'orders-app','enabled':false,'client_id':'legacy','token_endpoint_auth_method':'client_secret_post',\
                'jwks':null,'jwks_url':null,'grant_types':['urn:ietf:params:oauth:grant-type:jwt-bearer','client_credentials'],\
                'trusted_token_issuers':['partner'],'scopes':['orders:read','orders:write'],\
                'default_scopes':['orders:read'],'audiences':['https://orders.example'],\
                'access_token':{'type':'jwt','lifetime_seconds':600,'signing_alg':'EdDSA','typ':'JWT'},\
                'refresh_token':{'enabled':false,'lifetime_seconds':86400}}""");

        RegisteredClient application =
                management.registeredApplication(input).application().value();

        assertThat(ApplicationFields.document(application)).containsAllEntriesOf(input);
    }

    @Test
    void authoritiesBelongToAJwksUrl() {
        Map<String, Object> input =
                TestJson.with(ManagementFixture.application("app"), "trusted_certificates", List.of("-----BEGIN"));
        assertThat(ManagementFixture.problems(register(input))).containsExactly("/trusted_certificates not_allowed");

        input.put("token_endpoint_auth_method", "private_key_jwt");
        input.put("jwks", TestJson.object(ManagementFixture.jwks()));
        assertThat(ManagementFixture.problems(register(input))).containsExactly("/trusted_certificates not_allowed");

        input.remove("jwks");
        input.put("jwks_url", "https://app.example/jwks");
        assertThat(ManagementFixture.problems(register(input))).containsExactly("/trusted_certificates/0 unusable_key");
    }

    @ParameterizedTest
    @MethodSource
    void accepts(String member, String value) {
        assertThat(register(TestJson.with(ManagementFixture.application("app"), member, TestJson.value(value))))
                .isInstanceOf(Outcome.Done.class);
    }

    static Stream<Arguments> accepts() {
        return Stream.of(
                row("name", text("n", 120)),
                row("client_id", text("c", 255)),
                row("trusted_certificates", "[]"),
                row("client_id", "'a'"),
                row("client_id", "'urn:client:1'"),
                row("client_secret", text("s", 32)),
                row("client_secret", text("s", 512)),
                row("token_endpoint_auth_method", "'client_secret_post'"),
                row("token_endpoint_auth_method", "null"),
                row("grant_types", "['client_credentials']"),
                row("grant_types", "[]"),
                row("trusted_token_issuers", "[]"),
                row("trusted_token_issuers", "['partner']"),
                row("scopes", "['a','a']"),
                row("audiences", "['urn:a','urn:a']"),
                row("access_token", "{'lifetime_seconds':1}"),
                row("access_token", "{'lifetime_seconds':86400}"),
                row("access_token", "{'signing_alg':'ES256'}"),
                row("access_token", "{'typ':'JWT'}"),
                row("refresh_token", "{'enabled':true}"),
                row("refresh_token", "{'enabled':true,'lifetime_seconds':1}"),
                row("refresh_token", "{'lifetime_seconds':31536000}"),
                row("id", "'ignored'"),
                row("secrets", "[]"));
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String member, String value, String problem) {
        assertThat(problems(
                        register(TestJson.with(ManagementFixture.application("app"), member, TestJson.value(value)))))
                .containsExactly(problem);
        assertThat(management.store.load().applications()).isEmpty();
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                row("name", "null", "/name required"),
                row("name", text("n", 121), "/name malformed"),
                row("enabled", "1", "/enabled wrong_type"),
                row("client_id", "''", "/client_id malformed"),
                row("client_id", "'a b'", "/client_id malformed"),
                row("client_id", "'ä'", "/client_id malformed"),
                row("client_id", text("c", 256), "/client_id malformed"),
                row("client_id", "7", "/client_id wrong_type"),
                row("client_secret", text("s", 31), "/client_secret malformed"),
                row("client_secret", text("s", 513), "/client_secret malformed"),
                row("client_secret", text("ä", 32), "/client_secret malformed"),
                row("client_secret", "7", "/client_secret wrong_type"),
                row("token_endpoint_auth_method", "'private_key_jwt'", "/jwks required"),
                row("token_endpoint_auth_method", "'none'", "/token_endpoint_auth_method not_allowed"),
                row("jwks", "{'keys':[]}", "/jwks not_allowed"),
                row("jwks_url", "'https://a.example'", "/jwks_url not_allowed"),
                row("grant_types", "['password']", "/grant_types/0 not_allowed"),
                row("grant_types", "'client_credentials'", "/grant_types wrong_type"),
                row("trusted_token_issuers", "['partner','partnr']", "/trusted_token_issuers/1 unknown_reference"),
                row("trusted_token_issuers", "'partner'", "/trusted_token_issuers wrong_type"),
                row("scopes", "['a b']", "/scopes/0 malformed"),
                row("scopes", "null", "/scopes wrong_type"),
                row("default_scopes", "['a']", "/default_scopes/0 not_allowed"),
                row("audiences", "['']", "/audiences/0 malformed"),
                row("audiences", "null", "/audiences wrong_type"),
                row("token_endpoint_auth_signing_alg", "'ES256'", "/token_endpoint_auth_signing_alg not_allowed"),
                row("introspect_audiences", "['']", "/introspect_audiences/0 malformed"),
                row("chaining", "[{}]", "/chaining/0/audience required"),
                row("chaining", "[{'audience':'a','other':1}]", "/chaining/0/other unknown_member"),
                row(
                        "chaining",
                        "[{'audience':'a'},{'audience':'a','client_id':'c'}]",
                        "/chaining/1/audience duplicate"),
                row("chaining", "[{'audience':'a','client_id':''}]", "/chaining/0/client_id malformed"),
                row("access_token", "{'type':'reference'}", "/access_token/type not_allowed"),
                row("access_token", "{'lifetime_seconds':0}", "/access_token/lifetime_seconds out_of_range"),
                row("access_token", "{'lifetime_seconds':86401}", "/access_token/lifetime_seconds out_of_range"),
                row("access_token", "{'signing_alg':'RS512'}", "/access_token/signing_alg not_allowed"),
                row("access_token", "{'signing_alg':'none'}", "/access_token/signing_alg not_allowed"),
                row("access_token", "{'typ':'jwt'}", "/access_token/typ not_allowed"),
                row("access_token", "{'typ':'id_token'}", "/access_token/typ not_allowed"),
                row("access_token", "{'signing-alg':'ES256'}", "/access_token/signing-alg unknown_member"),
                row("grant_types", "['refresh_token']", "/grant_types/0 not_allowed"),
                row("refresh_token", "{'enabled':'true'}", "/refresh_token/enabled wrong_type"),
                row("refresh_token", "{'lifetime_seconds':0}", "/refresh_token/lifetime_seconds out_of_range"),
                row("refresh_token", "{'lifetime_seconds':31536001}", "/refresh_token/lifetime_seconds out_of_range"),
                row("scope", "'a'", "/scope unknown_member"));
    }

    @Test
    void namesTheNearestIssuer() {
        var outcome = register(TestJson.with(
                ManagementFixture.application("app"), "trusted_token_issuers", TestJson.value("['partnr']")));

        assertThat(((Outcome.Invalid<?>) outcome).problems().getFirst().detail())
                .contains("\"partner\"");
    }

    @Test
    void reportsProblemsOfCredentialsTogetherWithAllOthers() {
        var outcome = register(TestJson.object("{'client_secret':'short','clientid':'x'}"));

        assertThat(problems(outcome))
                .containsExactlyInAnyOrder("/name required", "/clientid unknown_member", "/client_secret malformed");
        assertThat(outcome.toString()).doesNotContain("short");
    }

    @Test
    void takesAGivenClientIdAndSecretForMigrations() {
        String secret = "s".repeat(32);
        Registration registration = management.registeredApplication(
                TestJson.object("{'name':'app','client_id':'legacy','client_secret':'%s'}".formatted(secret)));

        RegisteredClient application = registration.application().value();
        assertThat(registration.secret()).contains(secret);
        assertThat(application.clientId().value()).isEqualTo("legacy");
        assertThat(application.credentials().secrets())
                .extracting(ClientSecret::hash)
                .isEqualTo(List.of(Sha256.ofUtf8(secret)));
    }

    private Outcome<Registration> register(Map<String, Object> input) {
        return management.useCases.applications().register(administrator(), input);
    }

    private static Arguments row(String... cells) {
        return Arguments.of((Object[]) cells);
    }

    private static String text(String character, int length) {
        return "'" + character.repeat(length) + "'";
    }
}
