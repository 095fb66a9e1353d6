package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of explanations that lead to the setting that mends a refusal, and of the palette. */
class ConsoleFixTest {
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

    private Page signedIn() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        return page;
    }

    private static void explain(Page page, String assertion, String application) {
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Assertion", assertion);
        ConsoleSteps.fill(page, "Application", application);
        ConsoleSteps.press(page, "Explain");
    }

    @Test
    void anotherAudienceIsProposedAsTheAliasAndSavedByThePersonAlone() {
        Page page = signedIn();
        String audience = "https://our-name-at-the-partner.example";
        explain(page, partner.assertion(audience), "orders");
        assertThat(page.locator("#decoded mark")).containsText("\"aud\" : \"" + audience + "\"");
        PageReview.assertAccessible(page, "a refusal with a setting");

        ConsoleSteps.follow(page, "Fix this");
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("Nothing is saved until you press Update.");
        assertThat(page.getByLabel("Alias")).hasValue(audience);
        explain(page, partner.assertion(audience), "orders");
        assertThat(page.locator("#verdict")).containsText("refused");

        ConsoleSteps.follow(page, "Fix this");
        ConsoleSteps.press(page, "Update");
        explain(page, partner.assertion(audience), "orders");
        assertThat(page.locator("#verdict")).containsText("accepted");
    }

    @Test
    void anIssuerThatTheApplicationDoesNotAcceptIsProposedAmongThoseItAccepts() throws Exception {
        Page page = signedIn();
        server.api().admin("POST", "/applications", Map.of("name", "picky", "trusted_token_issuers", List.of()));
        explain(page, partner.assertion(server.issuer()), "picky");
        ConsoleSteps.follow(page, "Fix this");
        assertThat(page.getByLabel("partner")).isChecked();
        ConsoleSteps.press(page, "Update");
        explain(page, partner.assertion(server.issuer()), "picky");
        assertThat(page.locator("#verdict")).containsText("accepted");
    }

    @Test
    void aForgedTokenHasNoSettingThatMendsIt() {
        Page page = signedIn();
        String assertion = partner.assertion(server.issuer());
        int dot = assertion.lastIndexOf('.');
        String forged = assertion.substring(0, dot + 1)
                + (assertion.charAt(dot + 1) == 'A' ? "B" : "A")
                + assertion.substring(dot + 2);
        explain(page, forged, "orders");
        assertThat(page.getByText("No setting mends this")).isVisible();
        assertThat(page.getByText("Fix this", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    @Test
    void aViewerReadsTheAdviceAndCannotFollowIt() {
        Page page = ConsoleSteps.invited(browsing, server, "vera", "Viewer");
        explain(page, partner.assertion("https://elsewhere.example"), "orders");
        assertThat(page.getByText("A setting that mends this")).isVisible();
        assertThat(page.getByText("Fix this", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
    }

    @Test
    void thePaletteGoesToAPageByTheKeyboardAlone() {
        Page page = signedIn();
        page.keyboard().press("Control+k");
        assertThat(page.locator("#palette")).isVisible();
        assertThat(page.locator("#palette input")).isFocused();
        PageReview.assertAccessible(page, "the palette");

        // a request that is still under way when the page is left is reported as an error
        page.waitForResponse(
                response -> response.url().endsWith("q=partn"),
                () -> page.keyboard().type("partn"));
        assertThat(page.locator("#palette-found")).containsText("partner");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("partner");

        page.keyboard().press("Control+k");
        page.keyboard().press("Escape");
        assertThat(page.locator("#palette")).isHidden();
    }

    @Test
    void withoutScriptsThePaletteIsAPage() {
        Page page = browsing.openWithoutScripts(server.issuer());
        ConsoleSteps.signIn(page);
        page.locator("a[data-palette]").click();
        page.locator("main input[type=search]").fill("replay");
        ConsoleSteps.press(page, "Find");
        assertThat(page.locator("main .found")).containsText("Help");
        page.locator("main .found a").first().click();
        assertThat(page.locator("article.document")).isVisible();
    }

    @Test
    void anEventOfARefusalNamesTheSettingToo() throws Exception {
        Page page = signedIn();
        server.api()
                .exchange(
                        application.text("client_id"),
                        application.text("client_secret"),
                        partner.assertion("https://elsewhere.example"));
        page.navigate("/console/activity?code=assertion.audience_mismatch");
        page.locator("tbody tr a").first().click();
        ConsoleSteps.follow(page, "Fix this");
        assertThat(page.getByLabel("Further audiences")).isVisible();
    }
}
