package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the activity page: live view, search and download. */
class ConsoleActivityTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static SampleRegistry registered;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        registered = SampleRegistry.in(server, partner);
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private Page activity(String query) {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/activity" + query);
        return page;
    }

    @Test
    void aRefusalAppearsByItselfAndOpensIntoItsExplanation() throws Exception {
        Page page = activity("?code=assertion.lifetime_too_long");
        assertThat(page.getByText("No matching events")).isVisible();

        server.api()
                .exchange(
                        registered.clientId(),
                        registered.secret(),
                        partner.assertion(server.issuer(), Map.of("exp", 2_000_000_000)));

        assertThat(page.locator("#events").getByText("assertion.lifetime_too_long"))
                .isVisible();
        page.locator("#events th a").click();
        assertThat(page.getByRole(AriaRole.MAIN)).containsText("at most 86400 s");
        ConsoleSteps.follow(page, "All codes");
        assertThat(page.locator("[id='assertion.lifetime_too_long']")).isVisible();
    }

    @Test
    void filtersFindWhatTheyName() {
        Page page = activity("");
        page.getByLabel("Outcome").selectOption("refused");
        ConsoleSteps.fill(page, "Issuer", "partner");
        ConsoleSteps.press(page, "Apply");

        assertThat(page.locator(".mark.bad").first()).isVisible();
        assertThat(page.locator("td .mark:not(.bad)")).hasCount(0);
        ConsoleSteps.fill(page, "Code", "no.such.code");
        ConsoleSteps.press(page, "Apply");
        assertThat(page.getByText("No matching events")).isVisible();
        page.navigate("/console/activity?from=yesterday");
        assertThat(page.locator(".fault")).containsText("Enter a time with an offset");
    }

    @Test
    void aRangeIsSelectedInTheChartByDraggingAndInTheFieldsWithoutScripts() {
        Page page = activity("?kind=token");
        assertThat(page.getByText("Time in the server: half within")).isVisible();
        page.locator(".chart").scrollIntoViewIfNeeded();
        BoundingBox box = page.locator(".chart .slot").last().boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + 1, y);
        page.mouse().down();
        page.mouse().move(box.x - 3 * box.width, y);
        page.mouse().up();

        assertThat(page).hasURL(Pattern.compile("[?&]from=[^&]+&to=[^&]+"));
        assertThat(page.locator(".slot.chosen")).hasCount(5);
        assertThat(page.locator("#events tbody tr").first()).isVisible();
        PageReview.review(page, "activity-range");
        page.locator(".chart").scrollIntoViewIfNeeded();
        box = page.locator(".chart .slot").first().boundingBox();
        page.mouse().move(box.x + 1, box.y + 1);
        page.mouse().down();
        page.mouse().up();
        assertThat(page.getByText("No matching events")).isVisible();
        ConsoleSteps.follow(page, "Show all");
        assertThat(page.locator(".slot.chosen")).hasCount(0);
        assertThat(page.locator("#events tbody tr").first()).isVisible();

        Page plain = browsing.openWithoutScripts(server.issuer());
        ConsoleSteps.signIn(plain);
        plain.navigate("/console/connections/" + registered.issuerId() + "/activity");
        assertThat(plain.locator("#flow")).isVisible();
        assertThat(plain.locator("tbody tr a[href*='/activity/']").first()).isVisible();
        plain.locator("#range [name=to]").fill("2020-01-31T12:00:00Z");
        ConsoleSteps.press(plain, "Apply");
        assertThat(plain.getByText("No events of this issuer yet")).isVisible();
    }

    @Test
    void requestsAreDividedByIssuerAndByCode() {
        Page page = activity("");
        ConsoleSteps.follow(page, "by code");
        assertThat(page.locator(".legend")).containsText("assertion.replayed");
        assertThat(page.locator(".legend")).containsText("issuer.unknown");
        PageReview.review(page, "activity-by-code");
        ConsoleSteps.follow(page, "by issuer");
        ConsoleSteps.follow(page, "month");
        assertThat(page.locator(".legend")).containsText("partner");
        assertThat(page.locator(".legend")).not().containsText("switched-off");

        page.navigate("/console/applications/" + registered.applicationId() + "/activity?by=code&over=hour");
        assertThat(page.locator(".legend")).containsText("assertion.replayed");
        assertThat(page.getByText("All matching requests that have an event.")).isVisible();
    }

    @Test
    void whatIsFoundCanBeTakenAlong() throws Exception {
        Page page = activity("?outcome=refused");
        Download csv = page.waitForDownload(() -> ConsoleSteps.follow(page, "Export CSV"));
        Download lines = page.waitForDownload(() -> ConsoleSteps.follow(page, "Export NDJSON"));

        assertThat(csv.suggestedFilename()).isEqualTo("audit.csv");
        List<String> rows = Files.readAllLines(csv.path());
        assertThat(rows.getFirst()).startsWith("id,at,kind,outcome,");
        assertThat(rows.stream().skip(1)).isNotEmpty().allMatch(row -> row.contains(",token,refused,"));
        assertThat(Files.readAllLines(lines.path()))
                .hasSize(rows.size() - 1)
                .allMatch(line -> line.startsWith("{\"id\":") && line.contains("\"outcome\":\"refused\""));
    }
}
