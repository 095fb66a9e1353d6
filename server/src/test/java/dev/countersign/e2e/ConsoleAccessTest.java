package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of access to the console: sign-in, session lifetime, and requests forged by other sites. */
class ConsoleAccessTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() {
        server = ConsoleSteps.start(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoIsNotSignedInIsAskedToAndThenIsWhereTheyWantedToGo() {
        Page page = browsing.open(server.issuer());

        page.navigate("/console/signing-keys");
        ConsoleSteps.assertSignInPage(page);
        ConsoleSteps.fillSignIn(page, ConsoleSteps.USERNAME, ConsoleSteps.PASSWORD);

        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
        assertThat(page).hasURL(server.issuer() + "/console/signing-keys");
    }

    @Test
    void aSignInLeadsNowhereOutsideTheConsole() {
        Page page = browsing.open(server.issuer());
        for (String outside :
                List.of("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")) {
            page.navigate("/console/sign-in?to=" + outside);
            ConsoleSteps.fillSignIn(page, ConsoleSteps.USERNAME, ConsoleSteps.PASSWORD);

            ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
            assertThat(page.url()).startsWith(server.issuer() + "/console");
            ConsoleSteps.press(page, "Sign out");
            ConsoleSteps.assertSignInPage(page);
        }
    }

    @Test
    void theSessionIsACookieThatNoScriptAndNoOtherSiteCanUse() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);

        List<Cookie> cookies = page.context().cookies();

        assertThat(cookies).isNotEmpty().allSatisfy(cookie -> {
            assertThat(cookie.name).startsWith("__Host-");
            assertThat(cookie.secure).isTrue();
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
            assertThat(cookie.path).isEqualTo("/");
        });
        assertThat(page.evaluate("document.cookie")).isEqualTo("");
    }

    @Test
    void everySignInHasACookieOfItsOwn() {
        Page page = browsing.open(server.issuer());
        page.navigate("/console/sign-in");
        List<String> before = values(page);
        ConsoleSteps.signIn(page);
        List<String> first = values(page);
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.assertSignInPage(page);
        ConsoleSteps.signIn(page);

        assertThat(first).doesNotContainAnyElementsOf(before);
        assertThat(values(page)).doesNotContainAnyElementsOf(first);
    }

    @Test
    void afterSigningOutTheCookieIsWorthNothing() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        String kept = page.context().storageState();
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.assertSignInPage(page);

        Page again = browsing.openAgain(server.issuer(), kept);
        again.navigate("/console");

        ConsoleSteps.assertSignInPage(again);
    }

    @Test
    void aFormWithoutItsTokenOrFromAnotherOriginIsRefused() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        String good = ConsoleSteps.formToken(page);

        assertThat(signOut(page, FormData.create(), "").status()).isEqualTo(403);
        assertThat(signOut(page, token(good.substring(1)), "").status()).isEqualTo(403);
        assertThat(signOut(page, token(""), "").status()).isEqualTo(403);
        assertThat(signOut(page, token(good), "https://evil.example").status()).isEqualTo(403);
        page.reload();
        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
        assertThat(signOut(page, token(good), server.issuer()).status()).isEqualTo(200);
        page.reload();
        ConsoleSteps.assertSignInPage(page);
    }

    @Test
    void aTokenOfAnotherVisitorIsRefused() {
        Page stranger = browsing.open(server.issuer());
        stranger.navigate("/console/sign-in");
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);

        assertThat(signOut(page, token(ConsoleSteps.formToken(stranger)), "").status())
                .isEqualTo(403);
    }

    @Test
    void aFormOnAnotherSiteCannotActForSomebodyWhoIsSignedIn() {
        try (var evil = new StaticSite()) {
            Page page = browsing.open(server.issuer());
            ConsoleSteps.signIn(page);
            evil.page("/", 200, StaticSite.form(server.issuer() + "/console/sign-out", "Win a prize"));
            page.navigate(evil.origin());
            ConsoleSteps.press(page, "Win a prize");
            page.waitForURL(url -> url.startsWith(server.issuer()));
            page.navigate("/console");

            ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
            browsing.faults(page).expect("request to a stranger: " + evil.origin());
        }
    }

    @Test
    void pagesTellTheBrowserToKeepEverybodyElseOut() {
        Page page = browsing.open(server.issuer());

        var headers = page.navigate("/console/sign-in").headers();

        assertThat(headers)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("cache-control", "no-store")
                .containsEntry("referrer-policy", "same-origin");
        assertThat(headers.get("content-security-policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
    }

    private static List<String> values(Page page) {
        return page.context().cookies().stream().map(cookie -> cookie.value).toList();
    }

    private static FormData token(String token) {
        return FormData.create().set("form_token", token);
    }

    /** A request with the visitor's cookies that no page of ours has made. */
    private static APIResponse signOut(Page page, FormData form, String origin) {
        var options = RequestOptions.create().setForm(form);
        return page.request()
                .post("/console/sign-out", origin.isEmpty() ? options : options.setHeader("Origin", origin));
    }
}
