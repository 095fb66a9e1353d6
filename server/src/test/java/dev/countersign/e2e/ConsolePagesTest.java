package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test of every page of the console, on narrow and wide screens, in light and dark mode, with all means of
 * operation.
 */
class ConsolePagesTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static SampleRegistry sample;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        sample = SampleRegistry.in(server, partner);
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    @Test
    void everyPageFitsAndIsAccessibleInEveryLook() {
        Page page = browsing.open(server.issuer());
        page.navigate("/console/sign-in");
        PageReview.review(page, "sign-in");
        ConsoleSteps.signIn(page);

        // filters of one list make no other page
        var reviewed = new HashSet<String>();
        var addresses = new TreeSet<String>();
        List<String> pages = PageCrawler.through(page, "/console", (shown, name) -> {
            addresses.addAll(addresses(shown));
            if (reviewed.add(shown.url().replaceFirst("\\?.*", "?"))) {
                PageReview.review(shown, name);
            }
        });

        assertThat(pages)
                .contains("console", "console-signing-keys", "console-signing-keys-rotate", "console-settings");
        assertThat(addresses).contains("/console/sign-out");
        for (String address : addresses) {
            APIResponse refused =
                    page.request().fetch(address, RequestOptions.create().setMethod("DELETE"));
            assertThat(refused.status()).as(address).isEqualTo(405);
            assertThat(refused.headers()).as(address).containsKey("allow");
        }
    }

    /** The path of a page, and those to which its forms are sent. */
    private static List<String> addresses(Page page) {
        Object found = page.evaluate("""
                [location.pathname].concat(Array.from(document.forms)
                    .map(form => new URL(form.getAttribute("action") || "", location).pathname))""");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    @Test
    void quickStartShowsRequestsWithDpopWhereTheyAreWantedOrRequired() throws Exception {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/applications/" + sample.applicationId() + "/quick-start");
        assertThat(page.locator("#code-java")).not().containsText("dpop+jwt");

        ConsoleSteps.follow(page, "Show the requests with DPoP");

        assertThat(page.locator("#code-java")).containsText("dpop+jwt");
        assertThat(page.locator("#code-countersign"))
                .containsText("countersign exchange --dpop --url " + server.issuer());
        ConsoleSteps.follow(page, "Show the requests without DPoP");
        assertThat(page.locator("#code-curl")).containsText(server.issuer());
        assertThat(page.locator("#code-curl")).isVisible();
        assertThat(page.locator("#code-go")).isHidden();
        page.getByText("Go", new Page.GetByTextOptions().setExact(true)).first().click();
        assertThat(page.locator("#code-go")).isVisible();
        assertThat(page.locator("#code-curl")).isHidden();
        PageReview.review(page, "quick-start-go");
        String bound = server.api()
                .admin("POST", "/applications", Map.of("name", "bound", "dpop_bound_access_tokens", true))
                .text("id");
        page.navigate("/console/applications/" + bound + "/quick-start");
        assertThat(page.locator("#code-node")).containsText("dpop+jwt");
        assertThat(page.getByText("without DPoP")).hasCount(0);
    }

    @Test
    void aPageThatIsNotThereSaysSoAndLeadsBack() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);

        assertThat(page.navigate("/console/nowhere").status()).isEqualTo(404);
        PageReview.review(page, "not-found");
        ConsoleSteps.follow(page, "Home");
        assertThat(page).hasURL(server.issuer() + "/console");
    }
}
