package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first minutes at a server that knows nobody, and what guessing passwords costs. */
class ConsoleSignInTest {
    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path folder;

    @Test
    void theLinkOfTheFirstStartMakesTheFirstAdministratorOnce() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            Page page = browsing.open(server.issuer());
            page.navigate(AtConsole.setupLink(server));
            PageReview.review(page, "setup");
            AtConsole.becomeFirstAdministrator(page, server);

            Page late = browsing.open(server.issuer());
            assertThat(late.navigate(AtConsole.setupLink(server)).status()).isEqualTo(410);
            PageReview.review(late, "setup-used");

            server.restart();
            assertThat(server.output().split("console/setup", -1))
                    .as("links printed")
                    .hasSize(2);
            page.navigate("/console");
            AtConsole.assertSignedIn(page, AtConsole.USERNAME);
        }
    }

    @Test
    void aPasswordThatIsTooShortIsToldAtItsField() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            Page page = browsing.openWithoutScripts(server.issuer());
            page.navigate(AtConsole.setupLink(server));
            AtConsole.fill(page, "Username", "ada");
            AtConsole.fill(page, "Password", "short");
            AtConsole.fill(page, "Password, once more", "short");
            AtConsole.press(page, "Create the administrator");

            assertThat(page.getByText("A password has 12 to 256 characters; this one has 5."))
                    .isVisible();
            AtConsole.fill(page, "Password", AtConsole.PASSWORD);
            AtConsole.fill(page, "Password, once more", AtConsole.PASSWORD);
            AtConsole.press(page, "Create the administrator");
            AtConsole.assertSignedIn(page, "ada");
        }
    }

    /** Guesses side by side have to wait for their turn, and few can; the name of somebody else is not held up. */
    @Test
    void guessingIsSlowedDownForTheGuessedNameOnly() {
        try (var server = AtConsole.start(folder.resolve("home"))) {
            Page page = browsing.open(server.issuer());
            for (int i = 0; i < 5; i++) {
                AtConsole.signIn(page, "mallory", "wrong password number " + i);
                assertThat(page.getByRole(AriaRole.ALERT)).containsText("The username or the password is wrong.");
            }

            Object answers = page.evaluate("""
                    async () => {
                        const form = new FormData(document.forms[0])
                        form.set("username", "mallory")
                        form.set("password", "wrong password at once")
                        const body = new URLSearchParams(form)
                        const all = await Promise.all(
                            Array.from({length: 8}, () => fetch("/console/sign-in", {method: "POST", body})))
                        const slowed = all.filter(answer => answer.status === 429)
                        return [String(slowed.length), slowed.length > 0 ? await slowed[0].text() : ""]
                    }""");
            var slowed = (List<?>) answers;
            assertThat(Integer.parseInt(slowed.getFirst().toString())).isBetween(5, 7);
            page.setContent(slowed.getLast().toString());
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Too many attempts went wrong. Try again in");
            PageReview.review(page, "sign-in-throttled");

            AtConsole.signIn(page);
        }
    }
}
