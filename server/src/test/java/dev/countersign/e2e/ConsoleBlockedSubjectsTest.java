package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the tab of an issuer's blocked subjects. */
class ConsoleBlockedSubjectsTest {
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

    @Test
    void aSubjectIsBlockedFoundAndLiftedOnThePageOfItsIssuer() throws Exception {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/connections/" + registry.issuerId());
        ConsoleSteps.follow(page, "Blocked subjects");
        assertThat(page.getByText("No subject is blocked.")).isVisible();

        ConsoleSteps.fill(page, "Subject", "mallory");
        ConsoleSteps.fill(page, "Reason", "Left the company");
        ConsoleSteps.fill(page, "Until", "yesterday");
        ConsoleSteps.press(page, "Block the subject");
        assertThat(page.locator(".fault")).containsText("Must be a time with an offset");
        ConsoleSteps.fill(page, "Until", "");
        ConsoleSteps.press(page, "Block the subject");

        assertThat(page.locator("tbody tr")).containsText("mallory");
        assertThat(page.locator("tbody tr")).containsText("Left the company");
        Assertions.assertEquals(400, exchanged("mallory"));
        ConsoleSteps.press(page, "Lift the block of mallory");
        assertThat(page.getByText("No subject is blocked.")).isVisible();
        Assertions.assertEquals(200, exchanged("mallory"));
    }

    @Test
    void aSubjectIsBlockedFromTheEventOfItsToken() throws Exception {
        Assertions.assertEquals(200, exchanged("eve & co"));
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        openEvent(page, "partner:eve & co");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("Subject as the issuer says it");
        ConsoleSteps.follow(page, "Block this subject");
        assertThat(page.getByLabel("Subject", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("eve & co");
        ConsoleSteps.fill(page, "Reason", "Seen in the audit");
        ConsoleSteps.press(page, "Block the subject");
        Assertions.assertEquals(400, exchanged("eve & co"));

        openEvent(page, "partner:eve & co");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("This subject is blocked by an administrator since");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText(": Seen in the audit");
        assertThat(page.getByText("Block this subject")).hasCount(0);
        PageReview.review(page, "event-of-a-blocked-subject");
        ConsoleSteps.press(page, "Lift the block by administrator");
        Assertions.assertEquals(200, exchanged("eve & co"));
    }

    @Test
    void aReaderSeesTheBlockAndMayNotChangeIt() throws Exception {
        Assertions.assertEquals(200, exchanged("trent"));
        Api.Answer block =
                server.api().admin("POST", "/blocked-subjects", Map.of("issuer", "partner", "subject", "trent"));
        Page page = ConsoleSteps.invited(browsing, server, "vera", "Viewer");
        openEvent(page, "partner:trent");
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("This subject is blocked by an administrator since");
        assertThat(page.getByText("Lift the block")).hasCount(0);
        server.api().admin("DELETE", "/blocked-subjects/" + block.text("id"), Map.of());
        Assertions.assertEquals(200, exchanged("oscar"));
        openEvent(page, "partner:oscar");
        assertThat(page.getByText("Subject as the issuer says it")).isVisible();
        assertThat(page.getByText("Block this subject")).hasCount(0);
    }

    private static void openEvent(Page page, String subject) {
        page.navigate(
                "/console/activity?outcome=accepted&subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8));
        page.locator("#events th a").first().click();
    }

    private static int exchanged(String subject) throws Exception {
        return server.api()
                .exchange(
                        registry.clientId(),
                        registry.secret(),
                        partner.assertion(server.issuer(), Map.of("sub", subject)))
                .status();
    }
}
