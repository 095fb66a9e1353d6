package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of the console while the module with the signing keys is away. */
@Timeout(240)
class ConsoleSigningModuleTest {
    private static final String UNAVAILABLE = "The module with the signing keys is unavailable";

    /** One of each algorithm that the module has. */
    private static final int KEYS = 2;

    @TempDir
    Path folder;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @Test
    void aPageNamesTheModuleThatIsAwayAndNeitherAnAssertionNorAKeyIsLost() throws Exception {
        SoftHsm module = SoftHsm.in(folder.resolve("hsm"));
        try (var server = ConsoleSteps.start(folder.resolve("home"), module.settings(SoftHsm.PIN));
                var partner = ThirdParty.start("partner")) {
            server.api().register(partner);
            Answer application = server.api().registerApplication("orders");
            String assertion = partner.assertion(server.issuer());
            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page);
            module.removeObjects();
            exchange(page, application, assertion);
            assertThat(page.locator("section[aria-labelledby=verdict]")).containsText("signing.unavailable");
            SigningModuleTest.await("not ready", () -> !server.api().isReady());
            module.insertObjects();
            SigningModuleTest.await("ready again", () -> server.api().isReady());
            exchange(page, application, assertion);
            assertThat(page.locator("#verdict")).containsText("Access token issued");

            module.remove();
            page.navigate("/console/signing-keys/rotate");
            page.getByLabel("Immediately").check();
            ConsoleSteps.press(page, "Replace the keys");
            assertThat(heading(page)).hasText(UNAVAILABLE);
            assertThat(page.getByRole(AriaRole.MAIN))
                    .containsText(Pattern.compile("check whether it was made.*correlation id [0-9a-f]{32}\\."));
            PageReview.review(page, "signing-unavailable");
            browsing.faults(page).expect("answer 503");
            page.navigate("/console/signing-keys");
            assertThat(page.locator("tbody tr")).hasCount(KEYS);
        }
    }

    private static void exchange(Page page, Answer application, String assertion) {
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Assertion", assertion);
        ConsoleSteps.fill(page, "Application", application.text("client_id"));
        ConsoleSteps.fill(page, "Client secret", application.text("client_secret"));
        ConsoleSteps.press(page, "Exchange");
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
    }
}
