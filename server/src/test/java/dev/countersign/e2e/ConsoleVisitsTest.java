package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of visits: administrators of the root organization in the consoles of others. */
class ConsoleVisitsTest {
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
    void anAdministratorOfTheRootEntersWithTheMenuAndLeaves() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "visited", "Visited");
        String page = root.url();
        enter(root, "Visited");
        assertThat(root).hasURL(server.issuer() + "/t/visited/console");
        assertThat(root.getByRole(AriaRole.BANNER)).containsText("ada@root");
        assertThat(root.locator(".switcher")).hasCount(0);

        ConsoleSteps.follow(root, "APIs");
        ConsoleSteps.follow(root, "New API");
        ConsoleSteps.fill(root, "Name", "orders");
        ConsoleSteps.fill(root, "Audience", "https://orders.example");
        ConsoleSteps.press(root, "Create");
        assertThat(root.getByText("The API is registered.")).isVisible();
        assertThat(root.navigate("/t/visited/console/activity?actor=ada%40root").status())
                .isEqualTo(200);
        assertThat(root.getByRole(AriaRole.MAIN)).containsText("session.entered");
        assertThat(root.getByRole(AriaRole.MAIN)).containsText("api_resource.created");
        ConsoleSteps.follow(root, "ada@root");
        PageReview.review(root, "organization-visitor-account");
        assertThat(root.getByLabel("Current password")).hasCount(0);
        assertThat(ConsoleSteps.post(root, "/t/visited/console/account")).isEqualTo(404);

        ConsoleSteps.press(root, "Leave");
        assertThat(root).hasURL(server.issuer() + "/console/organizations");
        ConsoleSteps.assertSignedIn(root, "ada");
        root.navigate("/t/visited/console");
        ConsoleSteps.assertSignInPage(root);
        root.navigate("/console/activity");
        assertThat(root.getByRole(AriaRole.MAIN)).containsText("organization.entered");
        root.navigate(page);
        ConsoleSteps.press(root, "Enter");
        assertThat(root).hasURL(server.issuer() + "/t/visited/console");
    }

    @Test
    void aVisitIsWorthNothingElsewhereAndEndsWithTheSessionInTheRoot() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "north", "North");
        root.navigate("/console/organizations");
        ConsoleSteps.createOrganization(root, "south", "South");
        enter(root, "North");
        String token = root.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("__Host-countersign-session-north"))
                .findFirst()
                .orElseThrow()
                .value;

        Page thief = browsing.open(server.issuer());
        for (String name : List.of("__Host-countersign-session-south", "__Host-countersign-session")) {
            thief.context()
                    .addCookies(List.of(
                            new Cookie(name, token).setUrl(server.issuer()).setSecure(true)));
        }
        for (String console : List.of("/t/south/console", "/console")) {
            thief.navigate(console);
            ConsoleSteps.assertSignInPage(thief);
        }

        Page other = root.context().newPage();
        other.navigate("/console");
        ConsoleSteps.press(other, "Sign out");
        ConsoleSteps.assertSignInPage(other);
        root.navigate("/t/north/console/connections");
        ConsoleSteps.assertSignInPage(root);
    }

    @Test
    void aVisitEndsWithTheRoleAndEditorsCannotEnter() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "guarded", "Guarded");
        String path = root.url().substring(server.issuer().length());
        Page theirs = ConsoleSteps.invited(browsing, server, "mallory", "Administrator");
        enter(theirs, "Guarded");
        assertThat(theirs.getByRole(AriaRole.BANNER)).containsText("mallory@root");

        ConsoleSteps.follow(root, "Administrators");
        ConsoleSteps.follow(root, "mallory");
        root.getByLabel("Editor", new Page.GetByLabelOptions().setExact(true)).check();
        ConsoleSteps.press(root, "Update");
        assertThat(root.getByText("The role is changed.")).isVisible();

        theirs.navigate("/t/guarded/console/connections");
        ConsoleSteps.assertSignInPage(theirs);
        theirs.navigate("/console");
        assertThat(theirs.locator(".switcher")).hasCount(0);
        assertThat(ConsoleSteps.post(theirs, path + "/enter")).isEqualTo(403);
    }

    @Test
    void theMenuFitsAndIsAccessibleWhenItIsOpen() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "menu", "An organization with a name of several words");
        root.getByText("Switch organization").click();
        PageReview.review(root, "organization-menu");
        assertThat(root.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Enter An organization with a name of several words")))
                .isVisible();
    }

    private static void enter(Page root, String name) {
        root.getByText("Switch organization").click();
        ConsoleSteps.press(root, "Enter " + name);
    }

    private Page signedIn() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        return page;
    }
}
