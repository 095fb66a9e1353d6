package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.PKITLSClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.SelfSignedTLSClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.X509CertificateConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of both certificate methods with an independent client, by the server's metadata and over TLS. */
@Spec("RFC 8705 §2, §3")
class CertificateClientsTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static Issued authority;
    private static AuthorizationServerMetadata metadata;

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateRequest.authority("CN=authority of clients").selfSigned();
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), authority.pem());
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(FreePort.get()),
                        "COUNTERSIGN_SERVER_MTLS_TRUSTED_CERTIFICATES", authorities.toString()));
        partner = ThirdParty.start("partner");
        server.api().register(partner);
        HTTPRequest.setDefaultSSLSocketFactory(TrustingTls.of(server).context().getSocketFactory());
        metadata = AuthorizationServerMetadata.resolve(new Issuer(server.issuer()));
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private static void register(String name, Map<String, Object> members) throws Exception {
        var application = new LinkedHashMap<String, Object>();
        application.put("name", name);
        application.put("client_id", name);
        application.put("scopes", List.of("orders:read"));
        application.put("default_scopes", List.of("orders:read"));
        application.put("tls_client_certificate_bound_access_tokens", true);
        application.putAll(members);
        Answer made = server.api().admin("POST", "/applications", application);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    }

    private static SSLSocketFactory showing(Issued certificate) throws Exception {
        return CertifiedClient.tls(server.home().resolve("conf/tls/certificate.pem"), Optional.of(certificate))
                .getSocketFactory();
    }

    private static TokenResponse exchange(ClientAuthentication authentication) throws Exception {
        var request = new TokenRequest.Builder(
                        metadata.getReadOnlyMtlsEndpointAliases().getTokenEndpointURI(),
                        authentication,
                        new JWTBearerGrant(SignedJWT.parse(partner.assertion(server.issuer()))))
                .scope(new Scope("orders:read"))
                .build();
        return TokenResponse.parse(request.toHTTPRequest().send());
    }

    private static void assertBound(ClientAuthentication authentication, Issued certificate) throws Exception {
        TokenResponse response = exchange(authentication);
        assertThat(response.indicatesSuccess())
                .as(response.toHTTPResponse().getBody())
                .isTrue();
        BearerAccessToken token = response.toSuccessResponse().getTokens().getBearerAccessToken();
        var expected = X509CertificateConfirmation.of(certificate.certificate());
        assertThat(X509CertificateConfirmation.parse(
                        SignedJWT.parse(token.getValue()).getJWTClaimsSet()))
                .isEqualTo(expected);

        var question = new TokenIntrospectionRequest(
                metadata.getReadOnlyMtlsEndpointAliases().getIntrospectionEndpointURI(), authentication, token);
        var introspected = TokenIntrospectionResponse.parse(
                        question.toHTTPRequest().send())
                .toSuccessResponse();
        assertThat(introspected.isActive()).isTrue();
        assertThat(introspected.getX509CertificateConfirmation()).isEqualTo(expected);
    }

    private static void assertUnauthenticated(ClientAuthentication authentication) throws Exception {
        TokenResponse response = exchange(authentication);
        assertThat(response.indicatesSuccess()).isFalse();
        assertThat(response.toErrorResponse().getErrorObject().getHTTPStatusCode())
                .isEqualTo(401);
        assertThat(response.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_client");
    }

    @Test
    void theNimbusSdkWithACertificateOfAnAuthority() throws Exception {
        assertThat(metadata.getTokenEndpointAuthMethods()).contains(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
        var client = new ClientID("by-authority");
        register(
                client.getValue(),
                Map.of(
                        "token_endpoint_auth_method",
                        "tls_client_auth",
                        "tls_client_auth_subject_dn",
                        "CN=by-authority,O=Acme"));
        var certificate = CertificateRequest.of("O=Acme,CN=by-authority").by(authority);

        assertBound(new PKITLSClientAuthentication(client, showing(certificate)), certificate);
        assertUnauthenticated(new PKITLSClientAuthentication(
                client, showing(CertificateRequest.of("O=Acme,CN=another").by(authority))));
        assertUnauthenticated(new PKITLSClientAuthentication(
                client, showing(CertificateRequest.of("O=Acme,CN=by-authority").selfSigned())));
    }

    @Test
    void theNimbusSdkWithACertificateOfItsOwn() throws Exception {
        assertThat(metadata.getTokenEndpointAuthMethods())
                .contains(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        var client = new ClientID("by-itself");
        var certificate = CertificateRequest.of("CN=by-itself").selfSigned();
        register(client.getValue(), CertifiedClient.selfSigned(certificate.certificate()));

        assertBound(new SelfSignedTLSClientAuthentication(client, showing(certificate)), certificate);
        assertUnauthenticated(new SelfSignedTLSClientAuthentication(
                client, showing(CertificateRequest.of("CN=by-itself").selfSigned())));
    }
}
