package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of roles: invitation, change of role, disabling; a viewer changes nothing, by form or by URL. */
class ConsoleRolesTest {
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

    @Test
    void aViewerChangesNothingByFormOrByAddress() {
        Page page = invited("vera", "Viewer");

        List<String> pages = PageCrawler.through(page, "/console", (shown, name) -> {
            List<String> buttons = shown.getByRole(AriaRole.BUTTON).allTextContents().stream()
                    .map(String::strip)
                    .filter(text -> !text.startsWith("Copy"))
                    .toList();
            assertThat(buttons)
                    .as(name)
                    .isSubsetOf(
                            "Sign out",
                            "Search",
                            "Find",
                            "Apply",
                            "Explain",
                            "Test",
                            "What would change?",
                            "Change the password",
                            "Continue",
                            "Create the token");
        });

        assertThat(pages).contains("console-connections-one-policy", "console-applications-one-secrets");
        String token = ConsoleSteps.formToken(page);
        String issuer = "/console/connections/" + registered.issuerId();
        String application = "/console/applications/" + registered.applicationId();
        for (String path : formsOfEditors(issuer, application)) {
            var form = FormData.create().set("form_token", token);
            assertThat(page.request()
                            .post(path, RequestOptions.create().setForm(form))
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
        for (String path : List.of("/console/connections/new", issuer + "/delete", application + "/delete")) {
            assertThat(page.navigate(path).status()).as(path).isEqualTo(403);
        }
        assertThat(page.navigate("/console/administrators/new").status()).isEqualTo(403);
    }

    private static List<String> formsOfEditors(String issuer, String application) {
        return List.of(
                "/console/connections/new/issuer",
                "/console/connections",
                "/console/applications",
                "/console/undo",
                issuer + "/subjects/lift",
                issuer,
                issuer + "/policy",
                issuer + "/keys/refresh",
                issuer + "/disable",
                issuer + "/delete",
                "/console/applications/new",
                application,
                application + "/secrets",
                application + "/delete",
                "/console/apis/new",
                "/console/try/exchange",
                "/console/signing-keys/rotate",
                "/console/administrators/new");
    }

    @Test
    void anEditorChangesConnectionsAndNobodyElsesRights() {
        Page page = invited("edith", "Editor");

        page.navigate("/console/applications/" + registered.applicationId());
        ConsoleSteps.press(page, "Update");
        assertThat(page.getByText("The application is updated.")).isVisible();
        assertThat(page.navigate("/console/administrators/new").status()).isEqualTo(403);
        assertThat(page.navigate("/console/signing-keys/rotate").status()).isEqualTo(403);
    }

    @Test
    void whoeverIsDisabledIsOutAtOnce() {
        Page theirs = invited("max", "Editor");
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        ConsoleSteps.follow(page, "Administrators");
        ConsoleSteps.follow(page, "max");
        ConsoleSteps.follow(page, "Disable …");
        ConsoleSteps.press(page, "Disable");
        assertThat(page.getByText("The account is disabled, and all its sessions are ended."))
                .isVisible();

        theirs.navigate("/console/connections");
        ConsoleSteps.assertSignInPage(theirs);
        ConsoleSteps.signIn(theirs, "max", ConsoleSteps.PASSWORD_OF_INVITED);
        assertThat(theirs.getByRole(AriaRole.ALERT)).containsText("The username or the password is wrong.");
    }

    @Test
    void theLastAdministratorStays() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        ConsoleSteps.follow(page, "Administrators");
        page.getByRole(AriaRole.MAIN)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("ada"))
                .click();
        ConsoleSteps.follow(page, "Remove …");
        ConsoleSteps.press(page, "Remove");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is the last administrator who can sign in");
        ConsoleSteps.assertSignedIn(page, "ada");
    }

    private Page invited(String username, String role) {
        return ConsoleSteps.invited(browsing, server, username, role);
    }
}
