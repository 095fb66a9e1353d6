package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.server.provider.SampleProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of the sign-in to the console with the OpenID provider of Node. */
class NodeOpenIdProviderTest {
    private static final String SECRET = "secret-at-the-provider-of-many-characters";

    @TempDir
    private Path folder;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @Test
    @Spec("OpenID Connect Core 1.0 §3.1")
    @Spec("OpenID Connect Back-Channel Logout 1.0 §2.5")
    @Spec("OpenID Connect RP-Initiated Logout 1.0 §2")
    void aPersonSignsInAndIsSignedOutHereAndThere() throws Exception {
        NodeClients node = NodeClients.ofOpenIdProvider(folder.resolve("node"));
        int port = FreePort.get();
        String issuer = "http://127.0.0.1:" + port;
        try (var server = ServerProcess.start(folder.resolve("home"), settings(issuer))) {
            Process provider = node.start(
                    "provider.js",
                    Map.of(
                            "ISSUER",
                            issuer,
                            "PORT",
                            Integer.toString(port),
                            "CLIENT_SECRET",
                            SECRET,
                            "CONSOLE",
                            server.issuer(),
                            "CONSOLE_BEHIND_TLS",
                            server.plainOrigin()));
            try {
                Page page = signIn(server, issuer);
                isSignedOutByTheProvider(page, issuer);
                signsOutHereAndThere(page, server);
            } finally {
                provider.destroyForcibly();
            }
        }
    }

    private static Map<String, String> settings(String issuer) {
        Map<String, String> settings = new HashMap<>();
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ISSUER", issuer);
        settings.put("COUNTERSIGN_CONSOLE_OIDC_CLIENT_ID", SampleProvider.CLIENT);
        settings.put("COUNTERSIGN_CONSOLE_OIDC_CLIENT_SECRET", SECRET);
        settings.put("COUNTERSIGN_CONSOLE_OIDC_ROLES_VIEWER", "'staff' in claims.groups");
        return settings;
    }

    private Page signIn(ServerProcess server, String issuer) {
        Page page = browsing.open(server.issuer());
        browsing.faults(page).permit(issuer);
        // the pages of the provider ask for fonts, which this machine may be unable to fetch
        browsing.faults(page).permit("https://fonts.googleapis.com");
        page.route("https://fonts.googleapis.com/**", route -> route.fulfill(new Route.FulfillOptions().setBody("")));
        page.navigate("/console/activity");
        signIn(page);
        assertThat(page.url()).isEqualTo(server.issuer() + "/console/activity");
        return page;
    }

    private static void signIn(Page page) {
        ConsoleSteps.follow(page, "Sign in with single sign-on");
        page.locator("input[name=login]").fill("heidi");
        page.locator("input[name=password]").fill("any");
        page.locator("button[type=submit]").click();
        page.locator("button[type=submit]").click();
        ConsoleSteps.assertSignedIn(page, "heidi");
    }

    /** The session of the provider ends by its own page, and its logout token ends that of the console. */
    private static void isSignedOutByTheProvider(Page page, String issuer) {
        page.navigate(issuer + "/session/end");
        confirm(page);
        page.waitForURL(issuer + "/session/end/success**");

        page.navigate("/console/activity");
        ConsoleSteps.assertSignInPage(page);
    }

    /** The link of the console leads to the provider and back, and the next sign-in needs the password again. */
    private static void signsOutHereAndThere(Page page, ServerProcess server) {
        signIn(page);
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.follow(page, "Also sign out at single sign-on");
        confirm(page);
        page.waitForURL(server.issuer() + "/console/sign-in");

        ConsoleSteps.follow(page, "Sign in with single sign-on");
        assertThat(page.locator("input[name=password]").isVisible()).isTrue();
    }

    private static void confirm(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Yes, sign me out"))
                .click();
    }
}
