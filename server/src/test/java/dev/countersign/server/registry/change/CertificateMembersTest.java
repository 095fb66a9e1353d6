package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.certificate.CertificateName.Kind;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.change.ApplicationUseCases.Registration;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.Edit;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the members of an application that concern its certificate. */
@Spec("RFC 8705 §2.1.2, §2.2.2, §3.4")
class CertificateMembersTest {
    private static final String OTHER_METHOD = "{'name':'app','token_endpoint_auth_method':'%s',%s}";

    private static X509Certificate own;
    private static X509Certificate other;

    private final ManagementFixture management = new ManagementFixture();

    @BeforeAll
    static void issue() throws Exception {
        own = CertificateRequest.of("CN=own").selfSigned().certificate();
        other = CertificateRequest.of("CN=other").selfSigned().certificate();
    }

    private Registration registered(Map<String, Object> application) {
        return management.registeredApplication(application);
    }

    private List<String> refused(Map<String, Object> application) {
        return problems(management.useCases.applications().register(administrator(), application));
    }

    private static Map<String, Object> certified(String members) {
        return TestJson.object(OTHER_METHOD.formatted("tls_client_auth", members));
    }

    private static Map<String, Object> jwk(X509Certificate key, X509Certificate... chain) throws Exception {
        var jwk = new HashMap<>(
                PublicKeyParameters.of(key.getPublicKey()).orElseThrow().members());
        if (chain.length > 0) {
            jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(chain[0].getEncoded())));
        }
        return jwk;
    }

    private static Map<String, Object> selfSigned(List<Map<String, Object>> jwks) {
        return Map.of(
                "name", "app",
                "token_endpoint_auth_method", "self_signed_tls_client_auth",
                "jwks", Map.of("keys", jwks));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBJECT_DN | 'tls_client_auth_subject_dn':'CN=client, O=Acme'",
                "SAN_DNS | 'tls_client_auth_san_dns':'client.example.com'",
                "SAN_URI | 'tls_client_auth_san_uri':'spiffe://example.com/client'",
                "SAN_IP | 'tls_client_auth_san_ip':'2001:db8::1'",
                "SAN_EMAIL | 'tls_client_auth_san_email':'client@example.com'",
            },
            quoteCharacter = '"')
    void anApplicationIsKnownByOneName(Kind kind, String member) {
        Registration registration = registered(certified(member));
        RegisteredClient application = registration.application().value();

        assertThat(registration.secret()).isEmpty();
        assertThat(application.credentials().secrets()).isEmpty();
        assertThat(application.credentials().certificate().name().orElseThrow().kind())
                .isEqualTo(kind);
        assertThat(ApplicationFields.document(application))
                .containsAllEntriesOf(TestJson.object("{%s}".formatted(member)));
        assertThat(ApplicationFields.ofStored(ApplicationFields.TABLE.stored(application), List.of()))
                .isEqualTo(application);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'enabled':true | /tls_client_auth_subject_dn required",
                "'tls_client_auth_subject_dn':'client' | /tls_client_auth_subject_dn malformed",
                "'tls_client_auth_subject_dn':'' | /tls_client_auth_subject_dn malformed",
                "'tls_client_auth_san_dns':'*.example.com' | /tls_client_auth_san_dns malformed",
                "'tls_client_auth_san_ip':'10.0.0.0/8' | /tls_client_auth_san_ip malformed",
                "'tls_client_auth_san_dns':'a','tls_client_auth_san_email':'a@b' | /tls_client_auth_san_email not_allowed",
                "'tls_client_auth_san_dns':'a','jwks_url':'https://a.example/jwks' | /jwks_url not_allowed",
                "'tls_client_auth_san_dns':'a','token_endpoint_auth_signing_alg':'ES256' | /token_endpoint_auth_signing_alg not_allowed",
                "'tls_client_auth_san_dns':'a','client_secret':'0123456789012345678901234567890123456789' | /client_secret not_allowed",
            },
            quoteCharacter = '"')
    void refusesAnyOtherNumberOfNamesAndWhatBelongsToOtherMethods(String members, String problem) {
        assertThat(refused(certified(members))).contains(problem);
    }

    @ParameterizedTest
    @CsvSource({"client_secret_basic", "client_secret_post", "private_key_jwt", "self_signed_tls_client_auth"})
    void refusesANameWithAnotherMethod(String method) {
        assertThat(refused(TestJson.object(OTHER_METHOD.formatted(method, "'tls_client_auth_san_dns':'a.example'"))))
                .contains("/tls_client_auth_san_dns not_allowed");
    }

    @Test
    void acceptsKeysWithTheirCertificatesOrAUrl() throws Exception {
        assertThat(registered(selfSigned(List.of(jwk(own, own), jwk(other, other))))
                        .secret())
                .isEmpty();
        assertThat(registered(
                                TestJson.object(
                                        "{'name':'by-url','token_endpoint_auth_method':'self_signed_tls_client_auth','jwks_url':'https://a.example/jwks'}"))
                        .secret())
                .isEmpty();
    }

    @Test
    @Spec("RFC 7517 §4.7")
    void refusesKeysWithoutACertificateOfTheirOwn() throws Exception {
        assertThat(refused(selfSigned(List.of(jwk(own))))).containsExactly("/jwks unusable_key");
        assertThat(refused(selfSigned(List.of(jwk(own, other))))).containsExactly("/jwks unusable_key");
        assertThat(refused(selfSigned(List.of(jwk(own, own), jwk(other))))).containsExactly("/jwks unusable_key");
    }

    @Test
    void theSecretsEndWithTheOldMethod() throws Exception {
        RegisteredClient application = management.registeredApplication("app");
        var change = new HashMap<>(selfSigned(List.of(jwk(own, own))));
        change.put("tls_client_certificate_bound_access_tokens", true);

        var changed = done(management
                .useCases
                .applications()
                .change(administrator(), application.id(), new ExpectedVersion.Any(), new Edit.Merge(change)));

        assertThat(changed.warnings()).extracting(Problem::code).contains("secrets_removed");
        assertThat(changed.value().credentials().secrets()).isEmpty();
        assertThat(changed.value().bindsCertificates()).isTrue();
        assertThat(ApplicationFields.ofStored(ApplicationFields.TABLE.stored(changed.value()), List.of()))
                .isEqualTo(changed.value());
    }
}
