package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.ThreeOrganizations.Attack;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * End-to-end tests that credentials, assertions and tokens of one organization are refused by the OAuth endpoints of
 * another as if they had never existed, and stay good where they belong.
 */
class OrganizationCredentialsTest {
    private static final String ATTACKS = "dev.countersign.e2e.ThreeOrganizations#attacks";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String BY_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @TempDir
    private static Path folder;

    private static ThreeOrganizations three;

    @BeforeAll
    static void start() throws Exception {
        three = new ThreeOrganizations(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        if (three != null) {
            three.close();
        }
    }

    @BeforeEach
    void remember() {
        three.remember();
    }

    @AfterEach
    void nothingHasChanged() {
        three.verifyUnchanged();
    }

    /** The paths of the endpoints that authenticate clients, from the metadata. */
    private static List<String> endpoints(OrganizationSite site) {
        JsonNode metadata = WrittenRequests.send(
                        "GET", site.url("/.well-known/oauth-authorization-server"), Map.of(), "")
                .json();
        assertThat(metadata.path("issuer").asString()).isEqualTo(site.issuer());
        var endpoints = new ArrayList<String>();
        for (String member : metadata.propertyNames()) {
            if (member.endsWith("_endpoint") && !member.startsWith("authorization")) {
                String path = URI.create(metadata.path(member).asString()).getPath();
                assertThat(path).startsWith(site.path());
                endpoints.add(path.substring(site.path().length()));
            }
        }
        assertThat(endpoints).hasSizeGreaterThan(2);
        return endpoints;
    }

    /** A client as it shows itself in a request: the form, and the Authorization header or none. */
    private record Shown(String authorization, Map<String, String> form) {
        Shown with(Map<String, String> more) {
            var all = new HashMap<>(form);
            all.putAll(more);
            return new Shown(authorization, all);
        }

        Reply at(OrganizationSite site, String endpoint) {
            return site.form(endpoint, authorization, form);
        }
    }

    /** A client of this id in each way. */
    private static Map<String, Shown> ways(OrganizationContents contents, OrganizationSite target, boolean known)
            throws Exception {
        String never = known ? "" : Secrets.generateId();
        var ways = new LinkedHashMap<String, Shown>();
        ways.put(
                "basic",
                new Shown(
                        WrittenRequests.basic(contents.clientId("basic") + never, OrganizationSite.SECRET), Map.of()));
        ways.put(
                "post",
                new Shown(
                        "",
                        Map.of(
                                "client_id",
                                contents.clientId("post") + never,
                                "client_secret",
                                OrganizationSite.SECRET)));
        for (String audience : List.of(contents.site().issuer(), target.issuer(), target.published("/oauth2/token"))) {
            ways.put(
                    "key for " + audience,
                    new Shown(
                            "",
                            Map.of(
                                    "client_assertion_type",
                                    BY_ASSERTION,
                                    "client_assertion",
                                    contents.clientAssertion(contents.clientId("key") + never, audience))));
        }
        return ways;
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noClientIsKnownAtAnyEndpoint(Attack attack) throws Exception {
        OrganizationSite site = three.target(attack).site();
        String assertion = three.target(attack).partner().assertion(site.issuer());
        Map<String, String> form = Map.of("grant_type", Api.JWT_BEARER, "assertion", assertion, "token", "any");
        for (String endpoint : endpoints(site)) {
            Map<String, Shown> unknown = ways(three.victim(attack), site, false);
            for (var way : ways(three.victim(attack), site, true).entrySet()) {
                Reply reply = way.getValue().with(form).at(site, endpoint);
                assertThat(reply.shown())
                        .as("%s: %s at %s", attack, way.getKey(), endpoint)
                        .isEqualTo(unknown.get(way.getKey())
                                .with(form)
                                .at(site, endpoint)
                                .shown());
                assertThat(reply.status()).as(reply.body()).isIn(401, 415);
            }
        }
        assertThat(exchange(three.target(attack), assertion).status())
                .as("what was refused spends no assertion")
                .isEqualTo(200);
    }

    private static Reply exchange(OrganizationContents contents, String assertion) {
        return contents.site().exchange(contents.clientId("basic"), OrganizationSite.SECRET, assertion);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noAssertionOfAnIssuerIsAcceptedWhereItIsNotTrusted(Attack attack) {
        OrganizationContents target = three.target(attack);
        OrganizationContents victim = three.victim(attack);
        try (var stranger = ThirdParty.start("stranger")) {
            for (String audience : List.of(victim.site().issuer(), target.site().issuer())) {
                String assertion = victim.partner().assertion(audience);
                Reply reply = exchange(target, assertion);
                assertThat(reply.shown())
                        .as("%s for %s", attack, audience)
                        .isEqualTo(
                                exchange(target, stranger.assertion(audience)).shown());
                assertThat(reply.text("error")).isEqualTo("invalid_grant");
                if (audience.equals(victim.site().issuer())) {
                    assertThat(exchange(victim, assertion).status()).isEqualTo(200);
                    assertThat(exchange(victim, assertion).status()).isEqualTo(400);
                }
            }
            String misdirected = target.partner().assertion(victim.site().issuer());
            assertThat(exchange(target, misdirected).text("error")).isEqualTo("invalid_grant");
        }
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noRefreshTokenIsKnown(Attack attack) {
        OrganizationContents victim = three.victim(attack);
        String token = exchange(victim, victim.partner().assertion(victim.site().issuer()))
                .text("refresh_token");

        Reply reply = refresh(three.target(attack), token);

        assertThat(reply.shown())
                .isEqualTo(refresh(three.target(attack), ThreeOrganizations.unknown(token))
                        .shown());
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
        assertThat(refresh(victim, token).status()).isEqualTo(200);
    }

    private static Reply refresh(OrganizationContents contents, String token) {
        return contents.site()
                .token(
                        contents.clientId("basic"),
                        OrganizationSite.SECRET,
                        Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noTokenIsASubjectOrAnActor(Attack attack) {
        OrganizationContents target = three.target(attack);
        for (var token : three.victim(attack).accessTokens().entrySet()) {
            String never = ThreeOrganizations.unknown(token.getValue());
            for (String type : List.of("access_token", "jwt", "id_token")) {
                for (boolean actor : List.of(false, true)) {
                    Reply reply = exchangeToken(target, token.getValue(), type, actor);
                    assertThat(reply.shown())
                            .as("%s: token %s as %s", attack, token.getKey(), type)
                            .isEqualTo(exchangeToken(target, never, type, actor).shown());
                    assertThat(reply.status()).isEqualTo(400);
                }
            }
        }
        Reply foreign = exchangeToken(
                target, three.victim(attack).partner().assertion(target.site().issuer()), "jwt", false);
        assertThat(foreign.text("error")).isEqualTo("invalid_request");
    }

    private static Reply exchangeToken(OrganizationContents contents, String token, String type, boolean actor) {
        var form = new HashMap<>(Map.of(
                "grant_type",
                EXCHANGE,
                "subject_token",
                actor ? contents.partner().assertion(contents.site().issuer()) : token,
                "subject_token_type",
                TYPE + (actor ? "jwt" : type)));
        if (actor) {
            form.put("actor_token", token);
            form.put("actor_token_type", TYPE + type);
        }
        return contents.site().token(contents.clientId("basic"), OrganizationSite.SECRET, form);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noTokenIsActiveAndNoneCanBeRevoked(Attack attack) {
        OrganizationContents target = three.target(attack);
        var tokens = new LinkedHashMap<>(three.victim(attack).accessTokens());
        tokens.put("refresh", three.victim(attack).refreshToken());
        tokens.put("bound", three.victim(attack).boundToken());
        for (var token : tokens.entrySet()) {
            String never = ThreeOrganizations.unknown(token.getValue());
            for (String authorization : List.of(
                    "Bearer " + target.site().adminToken(),
                    WrittenRequests.basic(target.clientId("basic"), OrganizationSite.SECRET))) {
                for (String endpoint : List.of("/oauth2/introspect", "/oauth2/revoke")) {
                    Reply reply = target.site().form(endpoint, authorization, Map.of("token", token.getValue()));
                    assertThat(reply.shown())
                            .as("%s: token %s at %s", attack, token.getKey(), endpoint)
                            .isEqualTo(target.site()
                                    .form(endpoint, authorization, Map.of("token", never))
                                    .shown());
                    if (endpoint.equals("/oauth2/introspect")) {
                        assertThat(reply.body()).isEqualTo("{\"active\":false}");
                    }
                }
            }
        }
        assertThat(three.victim(attack).site().isActive(three.victim(attack).refreshToken()))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noSecurityEventOfAnIssuerIsReceivedWhereItIsNotTrusted(Attack attack) {
        OrganizationContents victim = three.victim(attack);
        OrganizationContents target = three.target(attack);
        String type = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
        String event = victim.partner().event("urn:events", type, "alice");
        String never = Secrets.generateId();

        Reply there = push(target.site(), victim.issuerId(), event);
        assertThat(there.shown(victim.issuerId()))
                .isEqualTo(push(target.site(), never, event).shown(never));
        assertThat(there.status()).isEqualTo(404);
        try (var stranger = ThirdParty.start("stranger")) {
            Reply foreign = push(target.site(), target.issuerId(), event);
            assertThat(foreign.shown())
                    .isEqualTo(push(target.site(), target.issuerId(), stranger.event("urn:events", type, "alice"))
                            .shown());
            assertThat(foreign.status()).isEqualTo(400);
        }
    }

    private static Reply push(OrganizationSite site, String issuer, String event) {
        return WrittenRequests.send(
                "POST", site.url("/events/" + issuer), Map.of("Content-Type", "application/secevent+jwt"), event);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noProofForOneIsGoodAtAnother(Attack attack) {
        OrganizationContents target = three.target(attack);
        String own = own(target, target.site().proof("POST", "/oauth2/token").compact())
                .header("X-Correlation-Id");
        assertThat(own).isNotEmpty();

        Reply reply = own(
                target,
                three.victim(attack).site().proof("POST", "/oauth2/token").compact());

        assertThat(reply.shown())
                .isEqualTo(
                        own(target, target.site().proof("POST", "/oauth2/other").compact())
                                .shown());
        assertThat(reply.text("error")).isEqualTo("invalid_dpop_proof");
    }

    private static Reply own(OrganizationContents contents, String proof) {
        return WrittenRequests.send(
                "POST",
                contents.site().url("/oauth2/token"),
                Map.of(
                        "Authorization",
                        WrittenRequests.basic(contents.clientId("dpop"), OrganizationSite.SECRET),
                        "Content-Type",
                        WrittenRequests.FORM,
                        "DPoP",
                        proof),
                WrittenRequests.form(Map.of("grant_type", "client_credentials")));
    }
}
