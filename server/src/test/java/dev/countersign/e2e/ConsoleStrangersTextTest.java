package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test with text that resembles markup or a script, in every field that reaches a page. {@link Browsing}
 * fails for every dialog, script error and violation of the content security policy.
 */
class ConsoleStrangersTextTest {
    private static final String EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>${7*7}{{7*7}}";

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path folder;

    @Test
    void whateverStrangersWriteIsTextOnEveryPage() throws Exception {
        try (var server = ConsoleSteps.start(folder.resolve("home"));
                var partner = ThirdParty.start("partner")) {
            writeEverywhere(server, partner);

            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page, "<script>alert(6)</script>", EVIL);
            ConsoleSteps.signIn(page);
            List<String> pages = PageCrawler.through(page, "/console", (shown, name) -> {
                assertThat(shown.locator("img[src=x]").count()).as(name).isZero();
                assertThat(shown.content()).as(name).doesNotContain("{{49}}", "${49}", "<script>alert");
            });
            assertThat(pages).contains("console-connections-one-policy", "console-activity-one", "console-apis-one");

            for (String path : List.of(
                    "/console/connections?q=" + encoded(),
                    "/console/applications?q=" + encoded(),
                    "/console/activity?q=" + encoded() + "&from=" + encoded(),
                    "/console/try?application=" + encoded(),
                    "/console/sign-in?to=" + encoded(),
                    "/console/setup?code=" + encoded())) {
                page.navigate(path);
                assertThat(page.locator("img[src=x]").count()).as(path).isZero();
            }
            page.navigate("/console/try");
            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer(), Map.of("sub", EVIL, EVIL, EVIL)));
            ConsoleSteps.press(page, "Explain");
            assertThat(page.locator("img[src=x]").count()).isZero();
        }
    }

    private static void writeEverywhere(ServerProcess server, ThirdParty partner) throws Api.NoAnswer {
        Api api = server.api();
        made(api.admin(
                "POST",
                "/trusted-token-issuers",
                Map.ofEntries(
                        Map.entry("name", shortened(EVIL.replace(":", ""))),
                        Map.entry("issuer", partner.issuer()),
                        Map.entry("alias", EVIL),
                        Map.entry("description", EVIL + "</textarea><script>alert(3)</script>"),
                        Map.entry("keys", Map.of("jwks_url", partner.jwksUrl() + "?%3Cscript%3E")),
                        Map.entry("conditions", List.of("claims.sub != \"</textarea><script>alert(4)</script>\"")),
                        Map.entry("claims", List.of(Map.of("from", EVIL, "to", EVIL + "2"))))));
        made(api.admin(
                "POST", "/api-resources", Map.of("name", shortened(EVIL), "audience", EVIL, "description", EVIL)));
        Api.Answer application =
                made(api.admin("POST", "/applications", Map.of("name", shortened(EVIL), "audiences", List.of(EVIL))));
        String clientId = application.text("client_id");
        String secret = application.text("client_secret");
        api.exchange(clientId, secret, partner.assertion(server.issuer(), Map.of("sub", EVIL)));
        api.exchange(clientId, secret, partner.assertion(EVIL));
        api.exchange(clientId, secret, partner.assertion(server.issuer(), Map.of("iss", EVIL)));
        api.exchange("evil\"><script>alert(5)</script>", secret, "a.b.c");
    }

    private static Api.Answer made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return answer;
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 100));
    }

    private static String encoded() {
        return URLEncoder.encode(EVIL, StandardCharsets.UTF_8);
    }
}
