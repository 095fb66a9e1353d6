package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the button that judges earlier requests before the policy of an issuer is updated. */
class ConsoleRehearsalTest {
    private static final String BUTTON = "What would change?";

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static SampleRegistry registry;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        registry = SampleRegistry.in(server, partner);
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private Page policy() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/connections/" + registry.issuerId() + "/policy");
        return page;
    }

    private static void openAssertions(Page page) {
        page.getByText("Requests and assertions that are judged before an update")
                .click();
    }

    @Test
    void showsWhatAChangeWouldRefuseAndSavesNothing() throws Exception {
        Page page = policy();
        ConsoleSteps.fill(page, "Condition 1", "claims.sub == 'bob'");
        ConsoleSteps.press(page, BUTTON);

        Locator result = page.locator("#rehearsal");
        assertThat(result).containsText("Would be refused");
        assertThat(result.locator("tbody tr").first()).containsText("policy.condition_failed");
        assertThat(result.locator("tbody tr").first()).containsText("false: claims.sub is \"alice\"");
        PageReview.review(page, "rehearsal");
        result.locator("tbody th a").first().click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        Assertions.assertTrue(page.url().contains("/console/activity/"), page.url());
        Assertions.assertEquals(
                "[]",
                server.api()
                        .admin("GET", "/trusted-token-issuers/" + registry.issuerId(), Map.of())
                        .text("conditions"));
    }

    @Test
    void judgesPastedAssertionsByTheFormAndDoesNotRepeatThemInTheResult() {
        String assertion = partner.assertion(server.issuer());
        Page page = policy();
        openAssertions(page);
        ConsoleSteps.fill(page, "Assertions", assertion + "\nnot-an-assertion");
        ConsoleSteps.fill(page, "Client id", registry.clientId());
        ConsoleSteps.fill(page, "Condition 1", "claims.email == 'a@b.example'");
        ConsoleSteps.press(page, BUTTON);

        Locator rows = page.locator("#rehearsal table").last().locator("tbody tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("accepted");
        assertThat(rows.first()).containsText("policy.condition_failed");
        assertThat(rows.last()).containsText("assertion.malformed");
        assertThat(page.locator("#rehearsal")).not().containsText(assertion);
        Assertions.assertFalse(server.output().contains(assertion));
    }

    @Test
    void showsTheProblemsOfTheForm() {
        Page page = policy();
        ConsoleSteps.fill(page, "Condition 1", "nonsense == 1");
        ConsoleSteps.press(page, BUTTON);

        assertThat(page.locator("#rehearsal .fault")).containsText("conditions/0");
    }

    @Test
    void worksWithoutScripts() {
        Page page = browsing.openWithoutScripts(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/connections/" + registry.issuerId() + "/policy");
        ConsoleSteps.fill(page, "Condition 1", "claims.sub == 'bob'");
        ConsoleSteps.press(page, BUTTON);

        assertThat(page.locator("#rehearsal")).containsText("policy.condition_failed");
        assertThat(page.getByLabel("Condition 1", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("claims.sub == 'bob'");
    }

    @Test
    void aViewerSeesWhatWouldChangeAndUpdatesNothing() {
        Page page = ConsoleSteps.invited(browsing, server, "vera", "Viewer");
        page.navigate("/console/connections/" + registry.issuerId() + "/policy");
        ConsoleSteps.fill(page, "Condition 1", "claims.sub == 'bob'");
        ConsoleSteps.press(page, BUTTON);

        assertThat(page.locator("#rehearsal")).containsText("policy.condition_failed");
        ConsoleSteps.fill(page, "Sample token", "{\"sub\": \"bob\"}");
        assertThat(page.locator("#sample-result")).containsText("true: claims.sub == 'bob'");
        assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Update")))
                .hasCount(0);
        PageReview.review(page, "rehearsal-of-a-viewer");
        Assertions.assertEquals(
                403, ConsoleSteps.post(page, "/console/connections/" + registry.issuerId() + "/policy"));
    }
}
