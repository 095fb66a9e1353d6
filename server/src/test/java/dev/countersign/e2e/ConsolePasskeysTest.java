package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of passkeys in the console, with virtual authenticators in a real browser. */
class ConsolePasskeysTest {
    private static final String REFUSED =
            "This passkey is not accepted here. Use another one, or sign in in another way.";

    @TempDir
    private static Path folder;

    private static ServerProcess server;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    private VirtualAuthenticator authenticator;
    private JsonArray credentials;

    @BeforeAll
    static void start() {
        server = ConsoleSteps.start(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPasskeyIsAddedSignsInAndIsRemoved() {
        Page page = signedIn();
        var phone = VirtualAuthenticator.of(page);
        ConsoleSteps.follow(page, "ada");
        ConsoleSteps.follow(page, "Your passkeys");
        PageReview.review(page, "passkeys-none");
        begin(page, "Phone", "a wrong password");
        assertThat(page.getByText("The current password is wrong.")).isVisible();
        begin(page, "Phone", ConsoleSteps.PASSWORD);
        PageReview.review(page, "passkey-make");
        ConsoleSteps.press(page, "Make the passkey");
        assertThat(page.getByText("The passkey \"Phone\" is added.")).isVisible();
        assertThat(row(page, "Phone")).containsText("never");
        PageReview.review(page, "passkeys");

        begin(page, "Phone again", ConsoleSteps.PASSWORD);
        ConsoleSteps.press(page, "Make the passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("This device has a passkey for this account already.");

        ConsoleSteps.press(page, "Sign out");
        PageReview.review(page, "sign-in-with-passkey");
        page.navigate("/console/account/passkeys");
        ConsoleSteps.follow(page, "Sign in with a passkey");
        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
        assertThat(page).hasURL(server.issuer() + "/console/account/passkeys");
        assertThat(row(page, "Phone")).not().containsText("never");

        ConsoleSteps.follow(page, "Phone");
        PageReview.review(page, "passkey");
        ConsoleSteps.fill(page, "Name", "Old phone");
        ConsoleSteps.press(page, "Rename");
        ConsoleSteps.follow(page, "Old phone");
        ConsoleSteps.fill(page, "Current password", ConsoleSteps.PASSWORD);
        ConsoleSteps.press(page, "Remove");
        assertThat(page.getByText("The passkey is removed.")).isVisible();
        assertThat(row(page, "Old phone")).hasCount(0);
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.follow(page, "Sign in with a passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText(REFUSED);
        PageReview.review(page, "passkey-refused");
        assertThat(phone.credentials()).hasSize(1);
    }

    @Test
    void aCopiedPasskeyWithAnOldCounterIsRefused() {
        withPasskey("Key ring");
        Page thief = browsing.open(server.issuer());
        var copy = VirtualAuthenticator.of(thief);
        copy.take(credentials, 0);
        thief.navigate("/console/sign-in/passkey");
        assertThat(thief.getByRole(AriaRole.ALERT)).hasText(REFUSED);
    }

    @Test
    void aDeviceThatDoesNotVerifyItsUserSignsNobodyIn() {
        Page page = withPasskey("Tablet");
        authenticator.verifiesUser(false);
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.follow(page, "Sign in with a passkey");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("The browser was given no passkey. Try again.");
        authenticator.verifiesUser(true);
        ConsoleSteps.press(page, "Use a passkey");
        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
    }

    @Test
    void aPasskeyIsWorthNothingInAnotherOrganization() {
        Page root = withPasskey("Laptop");
        root.navigate("/console/organizations");
        ConsoleSteps.createOrganization(root, "acme", "Acme");

        root.navigate("/t/acme/console/sign-in/passkey");
        assertThat(root.getByRole(AriaRole.ALERT)).hasText(REFUSED);
        assertThat(root.navigate("/t/acme/console/account").url()).contains("/sign-in");
    }

    @Test
    void anInvitedPersonUsesAPasskeyInsteadOfAPassword() {
        Page page = signedIn();
        ConsoleSteps.follow(page, "Administrators");
        ConsoleSteps.follow(page, "Invite a person");
        ConsoleSteps.fill(page, "Username", "grace");
        page.getByLabel("Viewer", new Page.GetByLabelOptions().setExact(true)).check();
        ConsoleSteps.press(page, "Invite");
        String link = page.locator("#link").textContent();

        Page theirs = browsing.open(server.issuer());
        VirtualAuthenticator.of(theirs);
        theirs.navigate(link);
        PageReview.review(theirs, "welcome-passkey");
        ConsoleSteps.press(theirs, "Use a passkey instead of a password");
        ConsoleSteps.press(theirs, "Make the passkey");
        ConsoleSteps.assertSignedIn(theirs, "grace");
        assertThat(theirs.navigate(link).status()).isEqualTo(410);
        theirs.navigate("/console/account/passkeys");
        ConsoleSteps.follow(theirs, "Passkey");
        ConsoleSteps.press(theirs, "Remove");
        assertThat(theirs.getByRole(AriaRole.ALERT))
                .hasText("You could not sign in without this passkey. Add another one first.");

        page.navigate("/console/administrators");
        assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("grace viewer")))
                        .first())
                .containsText("enabled");
    }

    @Test
    void whatIsNoCredentialIsABadRequest() {
        Page page = browsing.open(server.issuer());
        page.navigate("/console/sign-in");
        String token = ConsoleSteps.formToken(page);
        for (String credential : new String[] {"", "{}", "[]", "\0", "{\"rawId\":\"AA\",\"response\":{}}"}) {
            var form = FormData.create().set("form_token", token).set("credential", credential);
            assertThat(page.request()
                            .post(
                                    "/console/sign-in/passkey",
                                    RequestOptions.create().setForm(form))
                            .status())
                    .as(credential)
                    .isEqualTo(400);
        }
    }

    @Test
    void withoutScriptsThePageSaysThatTheyAreNeeded() {
        Page page = browsing.openWithoutScripts(server.issuer());
        page.navigate("/console/sign-in/passkey");
        assertThat(page.getByText("Passkeys need scripts, which do not run in this browser."))
                .isVisible();
        ConsoleSteps.follow(page, "Cancel");
        ConsoleSteps.fillSignIn(page, ConsoleSteps.USERNAME, ConsoleSteps.PASSWORD);
        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
    }

    private Page signedIn() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        return page;
    }

    /** A window that was signed in with a passkey. */
    private Page withPasskey(String name) {
        Page page = signedIn();
        authenticator = VirtualAuthenticator.of(page);
        page.navigate("/console/account/passkeys");
        begin(page, name, ConsoleSteps.PASSWORD);
        ConsoleSteps.press(page, "Make the passkey");
        assertThat(page.getByText("is added.")).isVisible();
        ConsoleSteps.press(page, "Sign out");
        ConsoleSteps.follow(page, "Sign in with a passkey");
        ConsoleSteps.assertSignedIn(page, ConsoleSteps.USERNAME);
        credentials = authenticator.credentials();
        return page;
    }

    private static Locator row(Page page, String name) {
        return page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b")));
    }

    private static void begin(Page page, String name, String password) {
        ConsoleSteps.fill(page, "Name", name);
        ConsoleSteps.fill(page, "Current password", password);
        ConsoleSteps.press(page, "Continue");
    }
}
