package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end tests of the result of a trial: at the top of the page, focused and announced, with and without scripts.
 */
class ConsoleVerdictTest {
    private static final int WIDE = 1440;
    private static final int WINDOW_HEIGHT = 720;

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static Api.Answer application;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        server.api().register(partner);
        application = server.api().registerApplication("orders");
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private List<Page> windows() {
        List<Page> windows = List.of(browsing.open(server.issuer()), browsing.openWithoutScripts(server.issuer()));
        windows.forEach(ConsoleSteps::signIn);
        windows.getFirst().setViewportSize(WIDE, WINDOW_HEIGHT);
        windows.getLast().setViewportSize(390, WINDOW_HEIGHT);
        return windows;
    }

    private static void assertVerdict(Page page, AriaRole announcedAs, String text) {
        Locator verdict = page.locator("#verdict");
        assertThat(verdict).containsText(text);
        assertThat(verdict).isFocused();
        assertThat(page.getByRole(announcedAs).filter(new Locator.FilterOptions().setHas(verdict)))
                .hasCount(1);
        BoundingBox box = verdict.boundingBox();
        assertThat(box.y).isNotNegative();
        assertThat(box.y + box.height).isLessThan(WINDOW_HEIGHT);
    }

    /** Looks at a page where scripts run; without them it is the same page, and the rules cannot be applied. */
    private static void assertAccessible(Page page, String name) {
        if (page.viewportSize().width == WIDE) {
            PageReview.assertAccessible(page, name);
        }
    }

    @Test
    void theVerdictOfAnExplanationStandsOnTopWhateverItIs() {
        for (Page page : windows()) {
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", partner.assertion("https://somebody-else.example"));
            ConsoleSteps.fill(page, "Application", "orders");
            ConsoleSteps.press(page, "Explain");
            assertVerdict(page, AriaRole.ALERT, "refused");
            assertAccessible(page, "a refusal explained");

            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            ConsoleSteps.press(page, "Explain");
            assertVerdict(page, AriaRole.STATUS, "accepted");
            assertThat(page.getByText(Pattern.compile("not reached"))).hasCount(0);
        }
    }

    @Test
    void anAcceptedVerdictSaysThatItAssumesACertificate() throws Exception {
        server.api()
                .admin(
                        "POST",
                        "/applications",
                        Map.of("name", "certified", "tls_client_certificate_bound_access_tokens", true));
        for (Page page : windows()) {
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            ConsoleSteps.fill(page, "Application", "certified");
            ConsoleSteps.press(page, "Explain");
            assertVerdict(
                    page, AriaRole.STATUS, "The exchange would succeed if the connection shows the right certificate");
            assertThat(page.locator(".checks > .skipped").filter(new Locator.FilterOptions().setHasText("not checked")))
                    .containsText("not checked: The connection shows the certificate to which the token is bound");
            assertAccessible(page, "an explanation that assumes a certificate");
        }
    }

    @Test
    void whatWasNotReachedIsOneLineUntilItIsOpened() {
        for (Page page : windows()) {
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", "no assertion at all");
            ConsoleSteps.fill(page, "Application", "orders");
            ConsoleSteps.press(page, "Explain");

            Locator line = page.getByText(Pattern.compile("^\\d+ checks were not reached$"));
            Locator folded = page.locator("details .checks > .skipped");
            assertThat(line).isVisible();
            assertThat(page.locator(".checks > li").filter(new Locator.FilterOptions().setHasText("not reached")))
                    .hasCount(folded.count());
            assertThat(folded.first()).isHidden();
            line.click();
            assertThat(folded.first()).isVisible();
        }
    }

    @Test
    void theVerdictOfAnExchangeStandsOnTopWhateverItIs() {
        for (Page page : windows()) {
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            ConsoleSteps.fill(page, "Application", "orders");
            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            ConsoleSteps.press(page, "Exchange");
            assertVerdict(page, AriaRole.STATUS, "Access token issued");
            assertAccessible(page, "an exchange");

            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            ConsoleSteps.press(page, "Exchange");
            assertVerdict(page, AriaRole.ALERT, "refused");
        }
    }

    @Test
    void theVerdictAboutKeysStandsOnTopWhateverItIs() {
        for (Page page : windows()) {
            page.navigate("/console/connections/new/issuer");
            ConsoleSteps.fill(page, "Trusted token issuer name", "another");
            ConsoleSteps.fill(page, "Issuer", "https://another.example");
            ConsoleSteps.press(page, "Next");
            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl());
            ConsoleSteps.press(page, "Check keys");
            assertVerdict(page, AriaRole.STATUS, "One key");
            assertAccessible(page, "keys found");

            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl().replace("/jwks.json", "/nowhere"));
            ConsoleSteps.press(page, "Check keys");
            assertVerdict(page, AriaRole.ALERT, "cannot be used");
        }
    }

    @Test
    void whiteSpaceAroundAPastedAssertionIsNamedByExplainAndExchangeAlike() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        for (String button : List.of("Explain", "Exchange")) {
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", "  " + partner.assertion(server.issuer()) + " \n\n");
            ConsoleSteps.fill(page, "Application", "orders");
            ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
            ConsoleSteps.press(page, button);

            assertVerdict(page, AriaRole.ALERT, "refused");
            assertThat(page.getByLabel(Pattern.compile("^refused")))
                    .containsText("There is white space before or after the assertion.");
        }
    }

    @Test
    void noSecretTakesThePlaceOfAClientAssertion() throws Exception {
        Api.Answer signing = server.api().registerApplication("signing");
        Api.Answer changed = server.api()
                .admin(
                        "PATCH",
                        "/applications/" + signing.text("id"),
                        Map.of("token_endpoint_auth_method", "private_key_jwt", "jwks_url", partner.jwksUrl()));
        assertThat(changed.status()).as(changed.json().toString()).isEqualTo(200);
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
        ConsoleSteps.fill(page, "Application", "signing");
        ConsoleSteps.fill(page, "Client secret", signing.text("client_secret"));
        ConsoleSteps.press(page, "Exchange");

        assertThat(page.locator(".fault")).containsText("authenticates with private_key_jwt");
        assertThat(page.locator("#verdict")).hasCount(0);
    }

    @Test
    void anAssertionLikeARefusedOneBeginsWithWhatTheEventKnows() throws Exception {
        server.api()
                .exchange(
                        application.text("client_id"),
                        application.text("client_secret"),
                        partner.assertion("https://of-an-event.example"));
        server.api().exchange("nobody-at-all", "s", partner.assertion("https://of-an-event.example"));
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/activity?still&code=assertion.audience_mismatch");
        page.getByRole(AriaRole.ROWHEADER).getByRole(AriaRole.LINK).first().click();
        ConsoleSteps.follow(page, "Explain a similar assertion");

        assertThat(page.getByLabel("Application", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("orders");
        assertThat(page.locator(".notice"))
                .containsText("paste the same assertion, or a similar one signed by partner");
        ConsoleSteps.follow(page, "the refusal");
        assertThat(page).hasURL(Pattern.compile("/console/activity/\\d+$"));

        page.navigate("/console/activity?still&code=client.unauthenticated");
        page.getByRole(AriaRole.ROWHEADER).getByRole(AriaRole.LINK).first().click();
        ConsoleSteps.follow(page, "Explain a similar assertion");
        assertThat(page.getByLabel("Application", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("nobody-at-all");
        PageReview.assertAccessible(page, "a form for an event");
    }
}
