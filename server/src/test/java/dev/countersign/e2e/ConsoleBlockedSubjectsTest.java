package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
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

    private static int exchanged(String subject) throws Exception {
        return server.api()
                .exchange(
                        registry.clientId(),
                        registry.secret(),
                        partner.assertion(server.issuer(), Map.of("sub", subject)))
                .status();
    }
}
