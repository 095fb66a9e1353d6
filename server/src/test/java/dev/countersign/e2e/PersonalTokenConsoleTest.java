package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.base.exit.ExitCode;
import dev.countersign.e2e.CommandRunner.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of personal access tokens from the console to the command line. */
class PersonalTokenConsoleTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path user;

    @BeforeAll
    static void start() {
        server = ConsoleSteps.start(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTokenFromTheConsoleIsUsedByTheCommandLineUntilItIsRevoked() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        String token = create(page, "laptop", "Editor");
        PageReview.review(page, "personal-token");
        ConsoleSteps.follow(page, "Continue");
        assertThat(page.getByText(token)).hasCount(0);
        assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("never");
        PageReview.review(page, "personal-tokens-listed");

        CommandRunner commands = commands().set("COUNTERSIGN_TOKEN", token);
        commands.run("application", "add", "by-token").done();
        assertThat(commands.run("application", "list").done().out()).contains("by-token");
        Ran refused = commands.run("organization", "add", "acme", "--name", "Acme");
        assertThat(refused.status()).isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(refused.err()).contains("This needs the role administrator; the token has the role editor.");

        page.reload();
        assertThat(page.getByRole(AriaRole.ROW).nth(1)).not().containsText("never");
        ConsoleSteps.press(page, "Revoke the token laptop");
        assertThat(page.getByText("The token laptop is revoked.")).isVisible();
        Ran late = commands.run("application", "list");
        assertThat(late.status()).isEqualTo(ExitCode.NO_PERMISSION);
        assertThat(late.err())
                .contains("The personal access token is not valid. It is unknown, revoked,")
                .doesNotContain(token);
    }

    @Test
    void aLoginKeepsATokenForItsOwnerAlone() throws Exception {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        String token = create(page, "kept", "Viewer");
        CommandRunner commands = commands();

        Ran ran =
                commands.typing(token + "\n").run("login", "--token-file", "-").done();

        assertThat(ran.out()).contains("as ada (viewer) until ").doesNotContain(token);
        Path login = user.resolve(".config/countersign/login.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(login)))
                .isEqualTo("rw-------");
        assertThat(commands.run("issuer", "list").status()).isEqualTo(ExitCode.OK);
        assertThat(commands.run("issuer", "list", "--organization", "acme").status())
                .as("the login is that of the root")
                .isEqualTo(ExitCode.CONFIG);
        // a client of the environment, or of the options, takes precedence over the login
        CommandRunner client = commands.set("COUNTERSIGN_CLIENT_ID", ServerProcess.ADMIN_ID)
                .set("COUNTERSIGN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET);
        client.run("application", "add", "by-client").done();
        assertThat(client.set("COUNTERSIGN_TOKEN", token)
                        .run("application", "add", "by-viewer")
                        .status())
                .isEqualTo(ExitCode.NO_PERMISSION);
        client.run("application", "add", "by-option", "--client-id", ServerProcess.ADMIN_ID)
                .done();
    }

    @Test
    void whatIsNoTokenIsNeverSent() {
        Ran ran = commands().set("COUNTERSIGN_TOKEN", "hunter2").run("application", "list");

        assertThat(ran.status()).isEqualTo(ExitCode.CONFIG);
        assertThat(ran.err()).contains("COUNTERSIGN_TOKEN", "csp_").doesNotContain("hunter2");
        Ran both = commands().run("application", "list", "--token-file", "-", "--client-id", "admin");
        assertThat(both.status()).isEqualTo(ExitCode.USAGE);
    }

    private CommandRunner commands() {
        return new CommandRunner(user)
                .set("COUNTERSIGN_HOME", server.home().toString())
                .set("COUNTERSIGN_URL", server.issuer());
    }

    private static String create(Page page, String name, String role) {
        page.navigate("/console/account");
        ConsoleSteps.follow(page, "personal access tokens");
        ConsoleSteps.fill(page, "Name", name);
        page.getByLabel(role, new Page.GetByLabelOptions().setExact(true)).check();
        ConsoleSteps.fill(page, "Current password", ConsoleSteps.PASSWORD);
        ConsoleSteps.press(page, "Create the token");
        String token = page.locator("#personal-token").textContent();
        assertThat(token).matches("csp_[A-Za-z0-9_-]{49}");
        return token;
    }
}
