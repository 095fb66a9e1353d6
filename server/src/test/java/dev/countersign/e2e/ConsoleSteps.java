package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Steps of a user in the console, in the console's terms. */
final class ConsoleSteps {
    static final String USERNAME = "ada";
    static final String PASSWORD = "correct horse battery staple";
    static final String PASSWORD_OF_INVITED = "a password of her own";

    private static final Pattern SETUP_LINK = Pattern.compile("https://\\S+/console/setup\\?code=\\S+");

    private ConsoleSteps() {}

    /** A server whose first administrator comes from its environment. */
    static ServerProcess start(Path home) {
        return start(home, Map.of());
    }

    /** The same with further settings in its environment. */
    static ServerProcess start(Path home, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME", USERNAME);
        all.put("COUNTERSIGN_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        return ServerProcess.start(home, all);
    }

    /** The link that a server without administrators has printed. */
    static String setupLink(ServerProcess server) {
        Matcher link = SETUP_LINK.matcher(server.output());
        if (!link.find()) {
            throw new AssertionError("no link in the output:\n" + server.output());
        }
        return link.group();
    }

    static void becomeFirstAdministrator(Page page, ServerProcess server) {
        becomeFirstAdministrator(page, setupLink(server));
    }

    /** The same by a link, in any organization. */
    static void becomeFirstAdministrator(Page page, String link) {
        page.navigate(link);
        fill(page, "Username", USERNAME);
        fill(page, "Password", PASSWORD);
        fill(page, "Repeat the password", PASSWORD);
        press(page, "Create the administrator");
        assertSignedIn(page, USERNAME);
    }

    static void signIn(Page page) {
        signIn(page, USERNAME, PASSWORD);
        assertSignedIn(page, USERNAME);
    }

    static void signIn(Page page, String username, String password) {
        page.navigate("/console/sign-in");
        fillSignIn(page, username, password);
    }

    /** Invites a person, who chooses a password and is signed in, in a window of its own. */
    static Page invited(Browsing browsing, ServerProcess server, String username, String role) {
        Page page = browsing.open(server.issuer());
        signIn(page);
        follow(page, "Administrators");
        follow(page, "Invite a person");
        fill(page, "Username", username);
        page.getByLabel(role, new Page.GetByLabelOptions().setExact(true)).check();
        press(page, "Invite");
        String link = page.locator("#link").textContent();

        Page theirs = browsing.open(server.issuer());
        theirs.navigate(link);
        fill(theirs, "Password", PASSWORD_OF_INVITED);
        fill(theirs, "Repeat the password", PASSWORD_OF_INVITED);
        press(theirs, "Set the password");
        assertSignedIn(theirs, username);
        return theirs;
    }

    static void fillSignIn(Page page, String username, String password) {
        fill(page, "Username", username);
        fill(page, "Password", password);
        press(page, "Sign in");
    }

    static void assertSignedIn(Page page, String username) {
        assertThat(page.getByRole(AriaRole.BANNER)).containsText(username);
        page.waitForLoadState();
    }

    static void assertSignInPage(Page page) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Sign in");
    }

    static void fill(Page page, String label, String value) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(value);
    }

    static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    static void follow(Page page, String link) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true))
                .click();
    }

    /** What a form of this page carries to show that it is ours. */
    static String formToken(Page page) {
        return page.locator("input[name=form_token]").first().inputValue();
    }

    /** Creates an organization from the list, and goes on to its page; returns the link for the first administrator. */
    static String createOrganization(Page root, String slug, String name) {
        follow(root, "New organization");
        fill(root, "Slug", slug);
        fill(root, "Name", name);
        press(root, "Create");
        String link = root.locator("#link").textContent();
        follow(root, "Continue");
        assertThat(root.getByText(Pattern.compile("/t/" + slug + "$"))).isVisible();
        return link;
    }

    /** Sends a form that has nothing but its token; returns the status. */
    static int post(Page page, String path) {
        var form = FormData.create().set("form_token", formToken(page));
        return page.request().post(path, RequestOptions.create().setForm(form)).status();
    }
}
