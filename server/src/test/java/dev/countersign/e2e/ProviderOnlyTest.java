package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.server.store.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of two nodes whose people sign in with an OpenID provider only. */
class ProviderOnlyTest {
    @TempDir
    private static Path folder;

    private static ProviderSite site;
    private static PostgresCluster database;
    private static ServerProcess one;
    private static ServerProcess other;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() {
        site = ProviderSite.start();
        database = PostgresCluster.start(Map.of());
        var settings = new HashMap<>(site.settings());
        settings.put("COUNTERSIGN_SERVER_BASE_URL", "https://tokens.example");
        settings.put("COUNTERSIGN_DATABASE_URL", database.freshDatabase());
        settings.put("COUNTERSIGN_MASTER_KEY", MasterKey.generate().toBase64());
        settings.put("COUNTERSIGN_CONSOLE_LOCAL_PASSWORDS", "false");
        one = ServerProcess.start(folder.resolve("one"), settings);
        other = ServerProcess.start(folder.resolve("other"), settings);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        database.close();
        site.close();
    }

    @Test
    void aSignInThatBeganAtOneNodeEndsAtTheOtherAndALogoutEndsItOnBoth() throws Exception {
        var visitor = new ProviderVisitor();
        String back = visitor.toProvider(one, site);
        assertThat(back).startsWith("/console/sign-in/oidc/callback?");
        assertThat(visitor.get(other, back).statusCode()).isEqualTo(200);
        for (ServerProcess node : new ServerProcess[] {one, other}) {
            assertThat(visitor.get(node, "/console/account").body()).contains("grace");
        }

        String token = site.provider().signed(site.provider().logout().build());
        assertThat(ProviderVisitor.logout(one, token).statusCode()).isEqualTo(200);

        assertThat(visitor.get(other, "/console/account").statusCode()).isEqualTo(303);
        assertThat(visitor.get(one, "/console/account").statusCode()).isEqualTo(303);
    }

    @Test
    void aStateIsUsedOnceOnBothNodesTogether() throws Exception {
        var visitor = new ProviderVisitor();
        String back = visitor.toProvider(one, site).replaceAll("code=[^&]*", "code=forged");
        var copy = new ProviderVisitor();
        copy.cookies.putAll(visitor.cookies);
        assertThat(visitor.get(one, back).body()).contains("is not valid");

        long asked = tokenRequests();
        assertThat(copy.get(other, back).body()).contains("or it was finished before");
        assertThat(tokenRequests()).isEqualTo(asked);
    }

    private static long tokenRequests() {
        return site.provider().requests().stream().filter("/token"::equals).count();
    }

    @Test
    void aLogoutAtOneNodeConcernsASignInThatEndsAtTheOther() throws Exception {
        var visitor = new ProviderVisitor();
        String back = visitor.toProvider(one, site);
        String token = site.provider().signed(site.provider().logout().build());
        assertThat(ProviderVisitor.logout(one, token).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = visitor.get(other, back);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("You signed out at the staff directory while this sign-in was under way.");
        assertThat(visitor.get(other, "/console/account").statusCode()).isEqualTo(303);

        assertThat(visitor.get(other, visitor.toProvider(one, site)).statusCode())
                .isEqualTo(200);
        assertThat(visitor.get(one, "/console/account").statusCode()).isEqualTo(200);
    }

    @Test
    void thereIsNoFormForAPasswordAndNoneIsTaken() {
        Page page = browsing.open("https://localhost:" + one.port());
        page.navigate("/console/sign-in");
        assertThat(page.getByRole(AriaRole.TEXTBOX).count()).isZero();
        assertThat(page.getByText("Sign in with the staff directory").count()).isOne();
        PageReview.review(page, "sign-in-with-provider-only");

        page.navigate("/console/setup?code=x");
        var guest = page.request()
                .post(
                        "/console/sign-in",
                        RequestOptions.create()
                                .setForm(
                                        FormData.create().set("username", "ada").set("password", "whatever it is")));
        assertThat(guest.status()).isEqualTo(403);
        assertThat(one.output()).doesNotContain("/console/setup");
    }

    @Test
    void aPersonWithAPasswordAloneIsShownAsOneWhoCannotSignIn() throws Exception {
        Path home = folder.resolve("alone");
        ConsoleSteps.start(home, site.settings()).close();
        var settings = new HashMap<>(site.settings());
        settings.put("COUNTERSIGN_CONSOLE_LOCAL_PASSWORDS", "false");
        try (var alone = ServerProcess.start(home, settings)) {
            Page page = browsing.open(alone.issuer());
            browsing.faults(page).permit(site.origin());
            page.navigate("/console/administrators");
            ConsoleSteps.follow(page, "Sign in with the staff directory");
            assertThat(row(page, "ada")).contains("cannot sign in").doesNotContain("password");
            assertThat(row(page, "grace")).contains("enabled").contains("OpenID provider");
            PageReview.review(page, "administrators-without-passwords");

            ConsoleSteps.follow(page, "ada");
            assertThat(page.getByText("nothing that this server accepts").count())
                    .isOne();
            ConsoleSteps.follow(page, "Administrators");
            page.getByRole(AriaRole.MAIN)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("grace"))
                    .click();
            ConsoleSteps.follow(page, "Disable …");
            ConsoleSteps.press(page, "Disable");
            assertThat(page.getByText("This is the last administrator who can sign in")
                            .count())
                    .isOne();
            assertThat(alone.output()).doesNotContain("/console/setup");

            ConsoleSteps.press(page, "Sign out");
            ConsoleSteps.assertSignInPage(page);
        }
    }

    private static String row(Page page, String name) {
        return page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.ROW)
                .filter(new Locator.FilterOptions().setHasText(name))
                .first()
                .textContent();
    }

    @Test
    void peopleAreNotInvitedAndGetNoLinks() throws Exception {
        var visitor = new ProviderVisitor();
        assertThat(visitor.get(one, visitor.toProvider(one, site)).statusCode()).isEqualTo(200);

        assertThat(visitor.get(one, "/console/administrators").body())
                .contains("OpenID provider")
                .doesNotContain("Invite a person");
        assertThat(visitor.get(one, "/console/account").body())
                .contains("This account has no password")
                .doesNotContain("Current password");
    }
}
