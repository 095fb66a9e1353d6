package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the built-in test issuer. */
class TestIssuerTest {
    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path folder;

    @Test
    void aNewcomerNeedsNoThirdPartyAndALaterStartTrustsItNoMore() throws Exception {
        Path home = folder.resolve("home");
        String assertion;
        String clientId;
        String secret;
        try (var server = ConsoleSteps.start(
                home,
                Map.of(
                        "COUNTERSIGN_SERVER_MODE", "development",
                        "COUNTERSIGN_TEST_ISSUER_ENABLED", "true"))) {
            Api.Answer made = server.api().registerApplication("orders");
            clientId = made.text("client_id");
            secret = made.text("client_secret");
            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page);
            assertion = sample(page);
            ConsoleSteps.fill(page, "Application", "orders");
            ConsoleSteps.press(page, "Explain");
            assertThat(page.getByText("The exchange would succeed")).isVisible();
            PageReview.review(page, "try-accepted");
            assertThat(server.api().exchange(clientId, secret, assertion).status())
                    .isEqualTo(200);
            assertion = sample(page);
        }
        try (var server = ConsoleSteps.start(home)) {
            assertThat(server.api().exchange(clientId, secret, assertion).status())
                    .isEqualTo(400);
            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page);
            page.navigate("/console/try");
            assertThat(page.getByText("Create a sample assertion")).hasCount(0);
            page.navigate("/console/connections");
            assertThat(page.getByText("countersign-test-issuer")).hasCount(0);
        }
    }

    private static String sample(Page page) {
        // Not by the menu: the checklist of a fresh installation has a link of the same name.
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Other claims", "{\"email\": \"alice@example.com\"}");
        ConsoleSteps.press(page, "Create a sample assertion");
        assertThat(page.locator("#decoded")).containsText("alice@example.com");
        return page.getByLabel("Assertion", new Page.GetByLabelOptions().setExact(true))
                .inputValue();
    }

    @Test
    void inProductionModeTheServerDoesNotStartWithIt() {
        try (var server =
                ServerProcess.startInVain(folder.resolve("home"), Map.of("COUNTERSIGN_TEST_ISSUER_ENABLED", "true"))) {
            assertThat(server.exitStatus()).isEqualTo(78);
            assertThat(server.output()).contains("test_issuer.enabled", "refused in production mode");
        }
    }
}
