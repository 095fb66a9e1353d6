package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of all pages with names of the maximum length, without spaces, in wide and narrow windows. */
class ConsoleLongNamesTest {
    private static final String LONG = "x".repeat(60) + "W".repeat(60);
    private static final List<Integer> WIDTHS = List.of(1440, 390);
    /** A row with such a name in every cell, and not a letter a line. */
    private static final int TALLEST_ROW = 800;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path folder;

    @Test
    void noNameMakesAPageWiderThanItsWindowOrARowOfSingleLetters() throws Exception {
        try (var server = ConsoleSteps.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner")) {
            Api.Answer application = register(server.api(), partner);
            String clientId = application.text("client_id");
            String secret = application.text("client_secret");
            server.api().exchange(clientId, secret, partner.assertion(server.issuer(), Map.of("sub", LONG)));
            server.api().exchange(clientId, secret, partner.assertion(LONG, Map.of("sub", LONG)));
            server.api().exchange(LONG, secret, partner.assertion(server.issuer(), Map.of("iss", "https://" + LONG)));

            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page);
            List<String> pages = PageCrawler.through(page, "/console", ConsoleLongNamesTest::assertFits);
            assertThat(pages)
                    .contains(
                            "console-connections", "console-applications-one", "console-apis", "console-activity-one");

            explain(page, partner.assertion(server.issuer(), Map.of("sub", LONG)));
            assertFits(page, "an explanation");
            explain(page, partner.assertion("https://" + LONG, Map.of(LONG, LONG)));
            assertFits(page, "a refusal explained");
        }
    }

    private static void explain(Page page, String assertion) {
        page.navigate("/console/try");
        ConsoleSteps.fill(page, "Application", LONG);
        ConsoleSteps.fill(page, "Assertion", assertion);
        ConsoleSteps.press(page, "Explain");
        page.locator("#verdict").waitFor();
    }

    private static Api.Answer register(Api api, ThirdParty partner) throws Api.NoAnswer {
        made(api.admin(
                "POST",
                "/trusted-token-issuers",
                Map.of(
                        "name",
                        LONG,
                        "issuer",
                        partner.issuer(),
                        "alias",
                        LONG,
                        "keys",
                        Map.of("jwks_url", partner.jwksUrl() + "?" + LONG),
                        "claims",
                        List.of(Map.of("from", "sub", "to", LONG)))));
        made(api.admin(
                "POST",
                "/trusted-token-issuers",
                Map.of(
                        "name",
                        "W".repeat(120),
                        "issuer",
                        "https://" + LONG + ".example",
                        "keys",
                        Map.of("jwks_url", partner.jwksUrl()))));
        made(api.admin(
                "POST",
                "/api-resources",
                Map.of("name", LONG, "audience", "https://" + LONG, "scopes", List.of("s".repeat(120)))));
        return made(api.admin("POST", "/applications", Map.of("name", LONG, "scopes", List.of("s".repeat(120)))));
    }

    private static Api.Answer made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return answer;
    }

    private static void assertFits(Page page, String name) {
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            PageReview.assertFits(page, name + " at " + width);
            Object tallest = page.evaluate(
                    "Math.max(0, ...[...document.querySelectorAll('tr')].map(row => row.getBoundingClientRect().height))");
            assertThat(((Number) tallest).intValue())
                    .as("the height of the tallest row of %s at %s", name, width)
                    .isLessThan(TALLEST_ROW);
            Object outside = page.evaluate("""
                    [...document.querySelectorAll('main *')].filter(element =>
                        !element.closest('.visually-hidden, thead, .scroll, svg, input, textarea')
                        && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                        .map(element => element.outerHTML.slice(0, 200))""");
            assertThat((List<?>) outside)
                    .as("what %s cuts off at %s", name, width)
                    .isEmpty();
        }
    }
}
