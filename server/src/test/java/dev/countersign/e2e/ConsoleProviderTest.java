package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.core.Spec;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the sign-in with an OpenID provider beside passwords. */
class ConsoleProviderTest {
    private static final String BUTTON = "Sign in with the staff directory";

    @TempDir
    private static Path folder;

    private static ProviderSite site;
    private static ServerProcess server;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    private String subject;

    @BeforeAll
    static void start() {
        site = ProviderSite.start();
        site.provider().metadata.put("end_session_endpoint", site.origin() + "/logout");
        server = ConsoleSteps.start(folder.resolve("home"), site.settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        site.close();
    }

    /** Another person for each test. */
    @BeforeEach
    void newPerson() {
        subject = UUID.randomUUID().toString();
        person("p-" + subject.substring(0, 8), "admins");
        site.provider().parameters = UnaryOperator.identity();
    }

    private void person(String name, String group) {
        site.provider().claims = claims -> claims.subject(subject)
                .claim("sid", "sid of " + subject)
                .claim("preferred_username", name)
                .claim("groups", List.of(group));
    }

    private Page window() {
        Page page = browsing.open(server.issuer());
        browsing.faults(page).permit(site.origin());
        return page;
    }

    private static String heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .textContent();
    }

    @Test
    void aPersonSignsInAndLandsOnTheRequestedPage() {
        person("grace", "admins");
        Page page = window();
        page.navigate("/console/signing-keys");
        PageReview.review(page, "sign-in-with-provider");
        ConsoleSteps.follow(page, BUTTON);
        ConsoleSteps.assertSignedIn(page, "grace");
        assertThat(heading(page)).isEqualTo("Signing keys");

        page.navigate("/console/account");
        assertThat(page.getByText("This account has no password")).isVisible();
        PageReview.review(page, "account-of-provider");
        ConsoleSteps.follow(page, "Administrators");
        assertThat(page.getByRole(AriaRole.ROW)
                        .filter(new Locator.FilterOptions().setHasText("grace"))
                        .first())
                .containsText("OpenID provider");
        page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("grace"))
                .click();
        assertThat(page.getByText("The OpenID provider gives it at every sign-in."))
                .isVisible();
        assertThat(page.getByText("New sign-in link")).hasCount(0);
        PageReview.review(page, "administrator-of-provider");

        ConsoleSteps.press(page, "Sign out");
        assertThat(heading(page)).isEqualTo("You are signed out here");
        PageReview.review(page, "signed-out-of-provider");
        assertThat(page.reload().status()).isEqualTo(200);
        ConsoleSteps.follow(page, "Also sign out at the staff directory");
        ConsoleSteps.assertSignInPage(page);
        page.navigate("/console/account");
        ConsoleSteps.assertSignInPage(page);
    }

    @Test
    void itWorksWithoutScripts() {
        Page page = browsing.openWithoutScripts(server.issuer());
        browsing.faults(page).permit(site.origin());
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);
        ConsoleSteps.assertSignedIn(page, "p-" + subject.substring(0, 8));
    }

    @Test
    void passwordsWorkBesideIt() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        assertThat(page.navigate("/console/sign-in/oidc/signed-out").url()).endsWith("/console");

        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.assertSignInPage(page);
        assertThat(page.getByText("You are signed out.")).isVisible();
    }

    @Test
    void aViewerOfTheProviderIsAViewer() {
        person("victor", "staff");
        Page page = window();
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);
        ConsoleSteps.assertSignedIn(page, "victor");
        assertThat(page.navigate("/console/administrators/new").status()).isEqualTo(403);
    }

    @Test
    void aPersonOfTheProviderMakesPersonalTokensAndNoPasskeys() {
        Page page = window();
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);

        page.navigate("/console/account/tokens");
        assertThat(page.getByLabel("Current password")).hasCount(0);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("laptop");
        ConsoleSteps.press(page, "Create the token");
        assertThat(heading(page)).isEqualTo("New personal access token");

        page.navigate("/console/account");
        assertThat(page.getByText("Your passkeys")).hasCount(0);
        assertThat(page.navigate("/console/account/passkeys").status()).isEqualTo(404);
    }

    @Test
    void whoHasNoRoleOrTheNameOfAnotherPersonIsNotAdmitted() {
        person("mallory", "others");
        Page page = window();
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);
        assertThat(page.getByText("gives you no role in this console")).isVisible();
        PageReview.review(page, "sign-in-not-admitted");

        person("Ada", "admins");
        ConsoleSteps.follow(page, "Back to the sign-in page");
        ConsoleSteps.follow(page, BUTTON);
        assertThat(page.getByText("Another person of this console has your username"))
                .isVisible();
        person("bootstrap", "admins");
        ConsoleSteps.follow(page, "Back to the sign-in page");
        ConsoleSteps.follow(page, BUTTON);
        assertThat(page.getByText("a username that the audit of this server uses for the server itself"))
                .isVisible();
        PageReview.review(page, "sign-in-with-a-reserved-name");
        page.navigate("/console");
        ConsoleSteps.assertSignInPage(page);
    }

    @Test
    void anErrorOfTheProviderIsACalmPageWithACorrelationId() {
        site.provider().parameters = back -> {
            back.remove("code");
            back.put("error", "access_denied");
            back.put("error_description", "<b>description</b>");
            return back;
        };
        Page page = window();
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);

        assertThat(page.getByText("The staff directory did not sign you in. The correlation id is"))
                .isVisible();
        assertThat(page.content()).doesNotContain("description</b>");
        server.awaitOutput("the provider answered access_denied; correlation id");
    }

    @Test
    void onlyAPageOfTheConsoleIsReturnedTo() throws Exception {
        for (String to : List.of("//evil.example", "https://evil.example/", "/..//evil.example", "/sign-out")) {
            var visitor = new ProviderVisitor();
            HttpResponse<String> away =
                    visitor.get(server, "/console/sign-in/oidc?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
            var back = site.provider()
                    .authorize(URI.create(away.headers().firstValue("Location").orElseThrow()));
            HttpResponse<String> landed = visitor.get(server, back.getRawPath() + "?" + back.getRawQuery());
            assertThat(landed.headers().firstValue("Refresh")).as(to).contains("0; url=/console");
        }
    }

    @Test
    void theCookieOfTheWayIsForTheHostAloneAndGoneAfterTheReturn() throws Exception {
        var visitor = new ProviderVisitor();
        HttpResponse<String> away = visitor.get(server, "/console/sign-in/oidc");
        assertThat(away.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-countersign-provider=")
                        .contains("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600"));
        assertThat(away.headers().firstValue("Cache-Control")).contains("no-store");

        var back = site.provider()
                .authorize(URI.create(away.headers().firstValue("Location").orElseThrow()));
        HttpResponse<String> landed = visitor.get(server, back.getRawPath() + "?" + back.getRawQuery());
        assertThat(landed.statusCode()).isEqualTo(200);
        assertThat(landed.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-countersign-session=")
                        .contains("SameSite=Strict"));
        assertThat(visitor.cookies).doesNotContainKey("__Host-countersign-provider");
    }

    @Test
    void anAddressOfReturnIsWorthNothingInAnotherBrowserNorTwice() throws Exception {
        var mine = new ProviderVisitor();
        String back = mine.toProvider(server, site);
        var theirs = new ProviderVisitor();
        assertRefused(theirs.get(server, back), 400, "did not begin in this browser");
        theirs.toProvider(server, site);
        assertRefused(theirs.get(server, back), 400, "did not begin in this browser");

        Map<String, String> copied = new HashMap<>(mine.cookies);
        assertThat(mine.get(server, back).statusCode()).isEqualTo(200);
        assertRefused(mine.get(server, back), 400, "did not begin in this browser");
        theirs.cookies.putAll(copied);
        assertRefused(theirs.get(server, back), 400, "or it was finished before");
        server.awaitOutput("the state was used before; correlation id");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String text) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(text);
        assertThat(response.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("__Host-countersign-session="));
    }

    @Test
    @Spec("OpenID Connect Back-Channel Logout 1.0 §2.8")
    void aLogoutOfTheProviderEndsTheSession() throws Exception {
        Page page = window();
        page.navigate("/console/sign-in");
        ConsoleSteps.follow(page, BUTTON);
        ConsoleSteps.assertSignedIn(page, "p-" + subject.substring(0, 8));

        String other = logoutToken("sid of another");
        assertThat(ProviderVisitor.logout(server, other).statusCode()).isEqualTo(200);
        page.navigate("/console/account");
        assertThat(heading(page)).isEqualTo("Your account");

        String token = logoutToken("sid of " + subject);
        HttpResponse<String> done = ProviderVisitor.logout(server, token);
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.headers().firstValue("Cache-Control")).contains("no-store");
        page.navigate("/console/account");
        ConsoleSteps.assertSignInPage(page);

        ConsoleSteps.follow(page, BUTTON);
        ConsoleSteps.assertSignedIn(page, "p-" + subject.substring(0, 8));
        assertThat(ProviderVisitor.logout(server, token).statusCode()).isEqualTo(200);
        page.navigate("/console/activity");
        assertThat(heading(page)).isEqualTo("Activity");
    }

    private String logoutToken(String sid) {
        return site.provider()
                .signed(site.provider()
                        .logout()
                        .subject(subject)
                        .claim("sid", sid)
                        .build());
    }

    @Test
    @Spec("OpenID Connect Back-Channel Logout 1.0 §2.8")
    void aLogoutThatIsNotValidIsRefused() throws Exception {
        String good = logoutToken("sid");
        for (String form : List.of(
                "",
                "logout_token=",
                "logout_token=x.y.z",
                "logout_token=" + good + "&logout_token=" + good,
                "logout_token="
                        + site.provider()
                                .signed(site.provider()
                                        .logout()
                                        .audience("other")
                                        .build()),
                "logout_token=" + "x".repeat(70_000))) {
            HttpResponse<String> refused = ProviderVisitor.post(server, form);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"error\":\"invalid_request\"");
            assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
        }
        assertThat(new ProviderVisitor()
                        .get(server, "/console/sign-in/oidc/backchannel-logout")
                        .statusCode())
                .isEqualTo(405);
        assertThat(server.output()).doesNotContain(good);
    }

    @Test
    void anUnreachableProviderLeavesThePageAndThePasswords() {
        var settings = new HashMap<>(site.settings());
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ISSUER", "http://127.0.0.1:1");
        try (var alone = ConsoleSteps.start(folder.resolve("alone"), settings)) {
            Page page = browsing.open(alone.issuer());
            page.navigate("/console/sign-in");
            ConsoleSteps.follow(page, BUTTON);
            assertThat(page.getByText("The staff directory cannot be reached at the moment."))
                    .isVisible();
            browsing.faults(page).expect("answer 503");
            ConsoleSteps.signIn(page);
        }
        assertThat(Optional.of(server).map(ServerProcess::isAlive)).contains(true);
    }
}
