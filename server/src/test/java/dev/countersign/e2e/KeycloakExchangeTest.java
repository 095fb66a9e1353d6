package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests with Keycloak: token exchange with its tokens, and the sign-in of its people to the console. */
class KeycloakExchangeTest {
    private static final String API = "https://orders.example";
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";

    @TempDir
    private static Path folder;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    private static KeycloakRealm keycloak;
    private static ServerProcess server;
    private static Answer application;

    @BeforeAll
    static void start() throws Exception {
        int port = FreePort.get();
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_CONSOLE_OIDC_ISSUER",
                        KeycloakRealm.issuer(port),
                        "COUNTERSIGN_CONSOLE_OIDC_CLIENT_ID",
                        KeycloakRealm.CONSOLE_CLIENT,
                        "COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET",
                        KeycloakRealm.SECRET,
                        "COUNTERSIGN_CONSOLE_OIDC_NAME",
                        "Keycloak",
                        "COUNTERSIGN_CONSOLE_OIDC_ROLES_EDITOR",
                        "claims.email == 'alice@staff.example'",
                        "COUNTERSIGN_CONSOLE_LOCAL_PASSWORDS",
                        "false"));
        keycloak = KeycloakRealm.launch(port, server);
        keycloak.awaitReady();
        made(
                "/trusted-token-issuers",
                Map.of(
                        "name", "staff",
                        "preset", "keycloak",
                        "preset_parameters", Map.of("url", keycloak.url(), "realm", KeycloakRealm.NAME),
                        "replay", Map.of("allow_reuse", false),
                        "claims", List.of(Map.of("from", "preferred_username", "to", "username")),
                        "token_exchange", Map.of("enabled", true, "audiences", List.of(KeycloakRealm.CLIENT))));
        application = made(
                "/applications",
                Map.of(
                        "name", "orders",
                        "grant_types", List.of(TOKEN_EXCHANGE, Api.JWT_BEARER),
                        "audiences", List.of(API),
                        "scopes", List.of("orders:read", "orders:write"),
                        "default_scopes", List.of("orders:read")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    private static Answer made(String path, Map<String, Object> members) throws Exception {
        Answer made = server.api().admin("POST", path, members);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    private static Map<String, String> of(String subject, String type) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", TOKEN_EXCHANGE);
        form.put("subject_token", subject);
        form.put("subject_token_type", TYPE + type);
        return form;
    }

    private static Answer send(Map<String, String> form) throws Exception {
        return server.api().token(application.text("client_id"), application.text("client_secret"), form);
    }

    private static JWTClaimsSet exchanged(Map<String, String> form) throws Exception {
        Answer answer = send(form);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.text("issued_token_type")).isEqualTo(TYPE + "access_token");
        return claims(answer.text("access_token"));
    }

    private static JWTClaimsSet claims(String jwt) throws Exception {
        return SignedJWT.parse(jwt).getJWTClaimsSet();
    }

    private static void refused(Map<String, String> form, String code) throws Exception {
        Map<String, Object> input = new HashMap<>(form);
        input.put("client_id", application.text("client_id"));
        assertThat(server.api().admin("POST", "/explain", input).text("code")).isEqualTo(code);
        Answer answer = send(form);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_request");
    }

    @Test
    void theMetadataOfTheRealmNamesTheKeysOfThePreset() throws Exception {
        Answer found =
                server.api().admin("POST", "/trusted-token-issuers/discover", Map.of("issuer", keycloak.issuer()));

        assertThat(found.json())
                .containsEntry("issuer", keycloak.issuer())
                .containsEntry("keys", Map.of("jwks_url", keycloak.issuer() + "/protocol/openid-connect/certs"));
    }

    @Test
    @Spec("RFC 8693 §2.1")
    void anAccessTokenOfAServiceAccount() throws Exception {
        String subject = keycloak.accessToken(KeycloakRealm.CLIENT);

        JWTClaimsSet own = exchanged(of(subject, "jwt"));

        assertThat(own.getIssuer()).isEqualTo(server.issuer());
        assertThat(own.getSubject()).isEqualTo("staff:" + claims(subject).getSubject());
        assertThat(own.getAudience()).containsExactly(API);
        assertThat(own.getStringClaim("client_id")).isEqualTo(application.text("client_id"));
        assertThat(own.getStringClaim("scope")).isEqualTo("orders:read");
        assertThat(own.getStringClaim("username")).isEqualTo("service-account-robot");
        refused(of(subject, "jwt"), "assertion.replayed");
    }

    @Test
    @Spec("RFC 8693 §2.1")
    void anIdTokenOfAUserWithAnActor() throws Exception {
        String subject = keycloak.idToken();
        String actor = keycloak.accessToken(KeycloakRealm.CLIENT);
        Map<String, String> form = of(subject, "id_token");
        form.put("actor_token", actor);
        form.put("actor_token_type", TYPE + "jwt");
        form.put("scope", "orders:write");

        JWTClaimsSet own = exchanged(form);

        assertThat(own.getSubject()).isEqualTo("staff:" + claims(subject).getSubject());
        assertThat(own.getStringClaim("username")).isEqualTo("alice");
        assertThat(own.getStringClaim("scope")).isEqualTo("orders:write");
        assertThat(own.getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", claims(actor).getSubject(), "iss", keycloak.issuer()));
    }

    @Test
    @Spec("RFC 8693 §2.2.2")
    void aTokenForAnotherAudienceIsRefused() throws Exception {
        String subject = keycloak.accessToken(KeycloakRealm.OTHER_CLIENT);
        assertThat(claims(subject).getAudience()).isNotEmpty().doesNotContain(server.issuer());

        refused(of(subject, "jwt"), "assertion.audience_mismatch");
    }

    @Test
    @Spec("OpenID Connect Back-Channel Logout 1.0 §2.5")
    void aPersonOfTheRealmSignsInToTheConsoleAndIsSignedOutByTheRealm() {
        Page page = browsing.open(server.issuer());
        browsing.faults(page).permit(keycloak.url());
        page.navigate("/console/connections");
        signIn(page);
        assertThat(page.url()).isEqualTo(server.issuer() + "/console/connections");

        page.navigate(keycloak.issuer() + "/protocol/openid-connect/logout");
        page.locator("#kc-logout").click();
        page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("You are logged out"))
                .waitFor();
        page.navigate("/console/connections");
        ConsoleSteps.assertSignInPage(page);
    }

    @Test
    @Spec("OpenID Connect RP-Initiated Logout 1.0 §2")
    void aPersonOfTheRealmSignsOutHereAndThere() {
        Page page = browsing.open(server.issuer());
        browsing.faults(page).permit(keycloak.url());
        page.navigate("/console/sign-in");
        signIn(page);

        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.follow(page, "Also sign out at Keycloak");
        page.locator("#kc-logout").click();
        ConsoleSteps.assertSignInPage(page);

        ConsoleSteps.follow(page, "Sign in with Keycloak");
        page.locator("#password").waitFor();
    }

    private static void signIn(Page page) {
        ConsoleSteps.follow(page, "Sign in with Keycloak");
        page.locator("#username").fill(KeycloakRealm.USERNAME);
        page.locator("#password").fill(KeycloakRealm.PASSWORD);
        page.locator("#kc-login").click();
        ConsoleSteps.assertSignedIn(page, KeycloakRealm.USERNAME);
    }

    /** Its audience is accepted in an exchange alone. */
    @Test
    void anIdTokenIsNoAssertion() throws Exception {
        Answer answer = send(Map.of("grant_type", Api.JWT_BEARER, "assertion", keycloak.idToken()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("error")).isEqualTo("invalid_grant");
    }
}
