package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of ID-JAGs at the token endpoint of a server. */
class IdJagExchangeTest {
    private static final String MCP = "https://mcp.example/";
    private static final String OTHER = "https://api.example/";
    private static final String SPECIFICATION = "draft-ietf-oauth-identity-assertion-authz-grant-05 ";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty idp;
    private static String clientId;
    private static String secret;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        idp = ThirdParty.start("idp");
        Answer issuer = server.api()
                .admin(
                        "POST",
                        "/trusted-token-issuers",
                        Map.of(
                                "name",
                                "idp",
                                "issuer",
                                idp.issuer(),
                                "keys",
                                Map.of("jwks_url", idp.jwksUrl()),
                                "id_jag",
                                "accepted"));
        assertThat(issuer.status()).as(issuer.json().toString()).isEqualTo(201);
        Answer application = server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of(
                                "name", "mcp-client",
                                "scopes", List.of("notes:read", "notes:write"),
                                "default_scopes", List.of("notes:read"),
                                "audiences", List.of(MCP, OTHER),
                                "refresh_token", Map.of("enabled", true)));
        clientId = application.text("client_id");
        secret = application.text("client_secret");
    }

    @AfterAll
    static void stop() {
        idp.close();
        server.close();
    }

    private static Answer exchange(String assertion, Map<String, String> more) throws Exception {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", Api.JWT_BEARER);
        form.put("assertion", assertion);
        form.putAll(more);
        return server.api().token(clientId, secret, form);
    }

    private static String idJag(Map<String, Object> claims) {
        return idp.idJag(server.issuer(), clientId, claims);
    }

    private static String error(Map<String, Object> claims, Map<String, String> more) throws Exception {
        Answer answer = exchange(idJag(claims), more);
        return answer.status() + " " + answer.text("error");
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.2")
    void theAnswerEchoesWhatWasGranted() throws Exception {
        Answer answer = exchange(idJag(Map.of("resource", MCP, "scope", "notes:read notes:write")), Map.of());

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("resource", MCP)
                .containsEntry("scope", "notes:read notes:write")
                .containsEntry("token_type", "Bearer")
                .doesNotContainKey("refresh_token");
        var token = SignedJWT.parse(answer.text("access_token")).getJWTClaimsSet();
        assertThat(token.getAudience()).containsExactly(MCP);
        assertThat(token.getSubject()).isEqualTo("idp:alice");
        assertThat(token.getStringClaim("client_id")).isEqualTo(clientId);
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.2")
    void severalResourcesAreAnArrayAndNoneIsNoMember() throws Exception {
        assertThat(exchange(idJag(Map.of("resource", List.of(MCP, OTHER))), Map.of())
                        .json())
                .containsEntry("resource", List.of(MCP, OTHER));
        assertThat(exchange(idJag(Map.of()), Map.of()).json()).doesNotContainKey("resource");
        assertThat(exchange(idJag(Map.of()), Map.of("resource", OTHER)).json()).containsEntry("resource", OTHER);
    }

    @Test
    @Spec(SPECIFICATION + "§4.4.1")
    void everyRefusalHasItsError() throws Exception {
        assertThat(error(Map.of("client_id", "another"), Map.of())).isEqualTo("400 invalid_grant");
        assertThat(error(Map.of("aud", server.issuer() + "/oauth2/token"), Map.of()))
                .isEqualTo("400 invalid_grant");
        assertThat(error(Map.of("scope", "notes:read"), Map.of("scope", "notes:read notes:write")))
                .isEqualTo("400 invalid_scope");
        assertThat(error(Map.of("resource", "https://unknown.example/"), Map.of()))
                .isEqualTo("400 invalid_grant");
        assertThat(error(Map.of("resource", MCP), Map.of("resource", OTHER))).isEqualTo("400 invalid_target");
        assertThat(error(Map.of("cnf", Map.of("jkt", "A".repeat(43))), Map.of()))
                .isEqualTo("400 invalid_grant");
        assertThat(error(Map.of("authorization_details", List.of()), Map.of()))
                .isEqualTo("400 invalid_authorization_details");
        assertThat(error(Map.of(), Map.of("authorization_details", "[{\"type\":\"notes\"}]")))
                .isEqualTo("400 invalid_authorization_details");
    }

    @Test
    void anEmptyParameterCountsAsAbsent() throws Exception {
        assertThat(exchange(idJag(Map.of()), Map.of("authorization_details", ""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void isRedeemedOnce() throws Exception {
        String once = idJag(Map.of());

        assertThat(exchange(once, Map.of()).status()).isEqualTo(200);
        assertThat(exchange(once, Map.of()).text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void ordinaryAssertionsAreAcceptedBesideThem() throws Exception {
        Answer answer = exchange(idp.assertion(server.issuer()), Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsKey("refresh_token").doesNotContainKey("resource");
    }

    @Test
    @Spec(SPECIFICATION + "§7.2")
    void theMetadataNamesTheProfile() throws Exception {
        assertThat(server.api().get("/.well-known/oauth-authorization-server").json())
                .containsEntry(
                        "authorization_grant_profiles_supported",
                        List.of("urn:ietf:params:oauth:grant-profile:id-jag"));
    }
}
