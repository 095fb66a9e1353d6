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

/** End-to-end tests of the first set-up, and of delays after wrong passwords. */
class ConsoleSignInTest {
    @RegisterExtension
    final Browsing browsing = new Browsing();

    @TempDir
    private Path folder;

    @Test
    void theLinkOfTheFirstStartMakesTheFirstAdministratorOnce() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            Page page = browsing.open(server.issuer());
            page.navigate(ConsoleSteps.setupLink(server));
            PageReview.review(page, "setup");
            ConsoleSteps.becomeFirstAdministrator(page, server);

            Page late = browsing.open(server.issuer());
            assertThat(late.navigate(ConsoleSteps.setupLink(server)).status()).isEqualTo(410);
            PageReview.review(late, "setup-used");

            server.restart();
            assertThat(server.output().split("console/setup", -1))
                    .as("links printed")
                    .hasSize(2);
            page.navigate("/console");
            ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
        }
    }

    @Test
    void aPasswordThatIsTooShortIsToldAtItsField() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            Page page = browsing.openWithoutScripts(server.issuer());
            page.navigate(ConsoleSteps.setupLink(server));
            ConsoleSteps.fill(page, "Username", "ada");
            ConsoleSteps.fill(page, "Password", "short");
            ConsoleSteps.fill(page, "Repeat the password", "short");
            ConsoleSteps.press(page, "Create the administrator");

            assertThat(page.getByText("Enter a password of 12 to 256 characters; this one has 5."))
                    .isVisible();
            ConsoleSteps.fill(page, "Password", ConsoleSteps.PASSWORD);
            ConsoleSteps.fill(page, "Repeat the password", ConsoleSteps.PASSWORD);
            ConsoleSteps.press(page, "Create the administrator");
            ConsoleSteps.assertSignedIn(page, "ada");
        }
    }

    /** Guesses side by side have to wait for their turn, and few can; the name of somebody else is not held up. */
    @Test
    void guessingIsSlowedDownForTheGuessedNameOnly() {
        try (var server = ConsoleSteps.start(folder.resolve("home"))) {
            Page page = browsing.open(server.issuer());
            for (int i = 0; i < 5; i++) {
                ConsoleSteps.signIn(page, "mallory", "wrong password number " + i);
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
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("Too many failed attempts. Try again in");
            PageReview.review(page, "sign-in-throttled");

            ConsoleSteps.signIn(page);
        }
    }
}
