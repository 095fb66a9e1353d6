package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of token exchange in the console: its settings of an application, and its trial. */
class ConsoleTokenExchangeTest {
    private static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String SERVERS = "Other authorization servers";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static ThirdParty stranger;
    private static Api.Answer application;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        stranger = ThirdParty.start("stranger");
        server.api().register(stranger);
        String issuer = server.api().register(partner).text("id");
        change("/trusted-token-issuers/" + issuer, Map.of("token_exchange", Map.of("enabled", true)));
        application = server.api().registerApplication("orders");
        change("/applications/" + application.text("id"), Map.of("grant_types", List.of(TOKEN_EXCHANGE)));
    }

    @AfterAll
    static void stop() {
        stranger.close();
        partner.close();
        server.close();
    }

    private static void change(String path, Map<String, Object> patch) throws Exception {
        Api.Answer changed = server.api().admin("PATCH", path, patch);
        assertThat(changed.status()).as(changed.json().toString()).isEqualTo(200);
    }

    private List<Page> windows() {
        List<Page> windows = List.of(browsing.open(server.issuer()), browsing.openWithoutScripts(server.issuer()));
        windows.forEach(ConsoleSteps::signIn);
        return windows;
    }

    private static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Object chaining(String id) throws Exception {
        return server.api().admin("GET", "/applications/" + id, Map.of()).json().get("chaining");
    }

    @Test
    void theServersForWhichAnApplicationGetsGrantsAreEnteredOnePerLine() throws Exception {
        String id = server.api().registerApplication("chained").text("id");
        for (Page page : windows()) {
            page.navigate("/console/applications/" + id);
            assertThat(field(page, SERVERS)).isHidden();
            page.getByText("Grants for other authorization servers").click();
            field(page, "Token Exchange").check();
            ConsoleSteps.fill(page, SERVERS, "https://as.example\n\nhttps://chat.example=\nhttps://as.example");
            ConsoleSteps.press(page, "Update");

            assertThat(page.locator(".fault")).hasText(new String[] {
                "Line 3, client_id: The text must be 1 to 255 visible ASCII characters.",
                "Line 4, audience: Another entry has this audience."
            });
            assertThat(field(page, SERVERS)).isVisible();
            assertThat(field(page, SERVERS)).hasAccessibleDescription(Pattern.compile("Line 3, client_id:"));
            assertThat(chaining(id)).isEqualTo(List.of());

            String lines = "https://as.example\nhttps://chat.example=there\n{\"audience\":\"https://a.example/?b=c\"}";
            ConsoleSteps.fill(page, SERVERS, lines);
            ConsoleSteps.press(page, "Update");
            assertThat(page.getByText("The application is updated.")).isVisible();
            String shown = lines.replace("c\"}", "c\",\"client_id\":null}");
            assertThat(field(page, SERVERS)).hasValue(shown);
            ConsoleSteps.press(page, "Update");
            assertThat(field(page, SERVERS)).hasValue(shown);
            assertThat(String.valueOf(chaining(id)))
                    .isEqualTo("[{audience=https://as.example, client_id=NULL},"
                            + " {audience=https://chat.example, client_id=there},"
                            + " {audience=https://a.example/?b=c, client_id=NULL}]");

            field(page, "Token Exchange").uncheck();
            ConsoleSteps.fill(page, SERVERS, "");
            ConsoleSteps.press(page, "Update");
            assertThat(field(page, SERVERS)).isHidden();
            assertThat(chaining(id)).isEqualTo(List.of());
        }
    }

    /** The form with a token exchange of the application. */
    private static void fill(Page page, String subjectToken, String actorToken) {
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Assertion", subjectToken);
        field(page, "Token Exchange").check();
        if (!field(page, "Actor token").isVisible()) {
            page.locator("summary").getByText("Token exchange").click();
        }
        ConsoleSteps.fill(page, "Actor token", actorToken);
        ConsoleSteps.fill(page, "Application", "orders");
    }

    /** Presses the button, and asserts that the verdict is at the top, focused and announced. */
    private static Locator verdict(Page page, String button, AriaRole announcedAs) {
        ConsoleSteps.press(page, button);
        assertThat(page.locator("#verdict")).isFocused();
        assertThat(page.getByRole(announcedAs).filter(new Locator.FilterOptions().setHas(page.locator("#verdict"))))
                .hasCount(1);
        return page.locator("section[aria-labelledby=verdict]");
    }

    private static void assertOneFails(Page page, String check, String code) {
        assertThat(page.locator(".checks > .failed")).hasCount(1);
        assertThat(page.locator(".checks > .failed")).containsText("failed: " + check + " " + code);
    }

    @Test
    @Spec("RFC 8693 §4.1")
    void anExchangeWithAnActorIsExplainedAndThenMade() throws Exception {
        for (Page page : windows()) {
            String actor = partner.assertion(server.issuer(), Map.of("sub", "robot"));
            fill(page, partner.assertion(server.issuer()), actor);
            Locator explained = verdict(page, "Explain", AriaRole.STATUS);
            assertThat(explained).containsText("The exchange would succeed");
            assertThat(explained).containsText("partner:alice");
            assertThat(explained).containsText("{\"sub\":\"robot\",\"iss\":\"%s\"}".formatted(partner.issuer()));
            assertThat(page.locator(".checks > .failed")).hasCount(0);
            assertThat(field(page, "Token Exchange")).isChecked();
            assertThat(field(page, "Actor token")).hasValue(actor);

            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            assertThat(verdict(page, "Exchange", AriaRole.STATUS)).containsText("Access token issued");
            var claims =
                    SignedJWT.parse(page.locator("#access-token").textContent()).getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo("partner:alice");
            assertThat(claims.getJSONObjectClaim("act")).isEqualTo(Map.of("sub", "robot", "iss", partner.issuer()));

            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            assertThat(verdict(page, "Explain", AriaRole.ALERT)).containsText("assertion.replayed");
            assertOneFails(page, "The actor token was not redeemed before", "assertion.replayed");
        }
    }

    @Test
    void anExchangeWithoutAnActorIsExplainedAndThenMade() throws Exception {
        for (Page page : windows()) {
            fill(page, partner.assertion(server.issuer()), "");
            assertThat(verdict(page, "Explain", AriaRole.STATUS)).containsText("The exchange would succeed");
            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            assertThat(verdict(page, "Exchange", AriaRole.STATUS)).containsText("Access token issued");
            assertThat(SignedJWT.parse(page.locator("#access-token").textContent())
                            .getJWTClaimsSet()
                            .getClaims())
                    .containsEntry("sub", "partner:alice")
                    .doesNotContainKey("act");

            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            assertThat(verdict(page, "Exchange", AriaRole.ALERT)).containsText("assertion.replayed");
        }
    }

    @Test
    void aTokenOfThisServerIsExchanged() throws Exception {
        for (Page page : windows()) {
            fill(page, partner.assertion(server.issuer()), "");
            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            verdict(page, "Exchange", AriaRole.STATUS);
            String token = page.locator("#access-token").textContent();
            ConsoleSteps.fill(page, "Assertion", token);
            Locator refused = verdict(page, "Explain", AriaRole.ALERT);
            assertThat(refused).containsText("The issuer is not this server");

            page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Type of the subject token"))
                    .getByLabel("Access token of this server")
                    .check();
            assertThat(verdict(page, "Explain", AriaRole.STATUS)).containsText("partner:alice");
        }
    }

    @Test
    void anExplainedRefusalNamesTheCheckThatFails() {
        for (Page page : windows()) {
            fill(
                    page,
                    partner.assertion(server.issuer(), Map.of("may_act", Map.of("sub", "robot"))),
                    partner.assertion(server.issuer(), Map.of("sub", "another")));
            assertThat(verdict(page, "Explain", AriaRole.ALERT)).containsText("another of " + partner.issuer());
            assertOneFails(page, "The actor is the one that the subject token permits", "policy.actor_not_allowed");

            fill(page, partner.assertion(server.issuer()), partner.assertion("https://somebody-else.example"));
            Locator refused = verdict(page, "Explain", AriaRole.ALERT);
            assertThat(refused).containsText("The actor token is meant for this server");
            assertThat(refused).containsText("https://somebody-else.example");
            assertOneFails(page, "The actor token is meant for this server", "assertion.audience_mismatch");
        }
    }

    @Test
    void anIssuerWithoutTokenExchangeIsNamedByExplainAndExchange() {
        for (Page page : windows()) {
            fill(page, stranger.assertion(server.issuer()), "");
            Locator refused = verdict(page, "Explain", AriaRole.ALERT);
            assertThat(refused).containsText("Tokens of the issuer are accepted in an exchange");
            assertThat(refused).containsText("Enable token_exchange of the issuer");
            assertOneFails(page, "Tokens of the issuer are accepted in an exchange", "issuer.unknown");

            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            assertThat(verdict(page, "Exchange", AriaRole.ALERT)).containsText("Enable token_exchange of the issuer");
            field(page, "JWT Bearer").check();
            ConsoleSteps.press(page, "Explain");
            assertThat(page.locator(".checks > .failed").first()).containsText("client.grant_not_allowed");
        }
    }

    @Test
    void quickStartOfAnApplicationThatOnlyExchangesTokensPresentsNoAssertion() {
        Page page = windows().getFirst();
        page.navigate("/console/applications/" + application.text("id") + "/quick-start");
        assertThat(page.locator("pre")).hasCount(1);
        assertThat(page.locator("#code-exchange")).containsText("\"subject_token=$SUBJECT_TOKEN\"");
        assertThat(page.locator(".facts dt")).hasText(new String[] {"SECRET", "SUBJECT_TOKEN"});
        PageReview.review(page, "quick-start-exchange");

        ConsoleSteps.follow(page, "Show the requests with DPoP");
        assertThat(page.locator("pre")).hasCount(1);
        assertThat(page.locator("#code-exchange")).containsText("countersign exchange --dpop");
        assertThat(page.locator(".notice")).hasCount(0);
    }

    @Test
    void refusedFormsFitAndAreAccessible() {
        Page page = windows().getFirst();
        page.navigate("/console/applications/" + application.text("id"));
        ConsoleSteps.fill(page, SERVERS, "https://as.example\nhttps://chat.example=");
        ConsoleSteps.press(page, "Update");
        assertThat(page.locator(".fault")).containsText("Line 2");
        PageReview.review(page, "application-servers-refused");

        fill(page, partner.assertion(server.issuer()), "no token");
        assertThat(verdict(page, "Explain", AriaRole.ALERT)).containsText("The actor token is one signed JWT");
        PageReview.review(page, "try-exchange-refused");
    }
}
