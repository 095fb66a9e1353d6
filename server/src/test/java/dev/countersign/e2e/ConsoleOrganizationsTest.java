package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of organizations in the console: their life in that of the root, and the console of each. */
class ConsoleOrganizationsTest {
    private static final String GRACE = "grace";

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
    void anOrganizationIsCreatedUsedRenamedDisabledAndDeleted() throws Exception {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        String link = ConsoleSteps.createOrganization(root, "acme", "Acme");

        Page theirs = becomesFirstAdministrator(link);
        assertThat(theirs).hasURL(server.issuer() + "/t/acme/console");
        assertThat(theirs.getByRole(AriaRole.BANNER)).containsText("Acme");
        assertThat(theirs).hasTitle("Home · Acme");
        assertThat(navigation(theirs, "Organizations")).hasCount(0);
        assertThat(theirs.navigate("/t/acme/console/organizations").status()).isEqualTo(404);
        assertThat(exchanged(theirs)).isEqualTo(200);

        root.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Acme Corporation");
        ConsoleSteps.press(root, "Update");
        assertThat(root.getByText("The organization is updated.")).isVisible();
        theirs.navigate("/t/acme/console/connections");
        assertThat(theirs.getByRole(AriaRole.BANNER)).containsText("Acme Corporation");
        root.reload();
        assertThat(root.getByText("New administrator link")).hasCount(0);

        ConsoleSteps.follow(root, "Disable …");
        ConsoleSteps.press(root, "Disable");
        assertThat(root.getByText("The organization is disabled.")).isVisible();
        assertThat(theirs.navigate("/t/acme/console/connections").status()).isEqualTo(404);
        assertThat(theirs.navigate("/t/acme/console/sign-in").status()).isEqualTo(404);

        ConsoleSteps.press(root, "Enable");
        assertThat(root.getByText("The organization is enabled.")).isVisible();
        assertThat(theirs.navigate("/t/acme/console/connections").status()).isEqualTo(200);
        ConsoleSteps.follow(root, "Disable …");
        ConsoleSteps.press(root, "Disable");
        ConsoleSteps.follow(root, "Delete …");
        assertThat(root.getByText("Trusted token issuers")).isVisible();
        assertThat(root.getByText("People").last()).isVisible();
        ConsoleSteps.press(root, "Delete the organization");
        assertThat(root.getByText("The organization Acme Corporation is deleted."))
                .isVisible();

        ConsoleSteps.follow(root, "New organization");
        ConsoleSteps.fill(root, "Slug", "acme");
        ConsoleSteps.fill(root, "Name", "Another");
        ConsoleSteps.press(root, "Create");
        assertThat(root.getByText("Another organization has or had this slug.")).isVisible();
    }

    @Test
    void aNewLinkReplacesTheOneThatWasLost() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        String lost = ConsoleSteps.createOrganization(root, "lost", "Lost");
        ConsoleSteps.press(root, "New administrator link");
        String link = root.locator("#link").textContent();

        Page stranger = browsing.open(server.issuer());
        assertThat(stranger.navigate(lost).status()).isEqualTo(410);
        assertThat(stranger.getByText("Ask an administrator of the root organization"))
                .isVisible();
        becomesFirstAdministrator(link);
        assertThat(stranger.navigate(link).status()).isEqualTo(410);
    }

    @Test
    void whatIsWrongWithANewOrganizationIsSaidAtItsField() {
        Page root = signedIn();
        root.navigate("/console/organizations/new");
        ConsoleSteps.press(root, "Create");
        assertThat(root.locator("#field-slug-fault")).isVisible();

        ConsoleSteps.fill(root, "Slug", "Not A Slug");
        ConsoleSteps.press(root, "Create");
        assertThat(root.locator("#field-slug-fault")).containsText("a to z");
        assertThat(root.getByLabel("Slug", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("Not A Slug");
    }

    @Test
    void hostNamesAreLinesOfAForm() {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "hosted", "Hosted");
        root.navigate("/console/organizations");
        ConsoleSteps.follow(root, "Hosted");

        ConsoleSteps.fill(root, "Host names", "auth.hosted.example\nb.hosted.example, absent.pem, absent.key");
        ConsoleSteps.press(root, "Update");
        assertThat(root.locator("#field-hosts-fault")).containsText("Line 2, certificate_file");
        PageReview.review(root, "organization-hosts");

        ConsoleSteps.fill(root, "Host names", "auth.hosted.example\nb.hosted.example");
        ConsoleSteps.press(root, "Update");
        assertThat(root.getByText("The organization is updated.")).isVisible();
        assertThat(root.locator("#issuer")).hasText(issuerAt("auth.hosted.example"));
        assertThat(root.getByLabel("Host names")).hasValue("auth.hosted.example\nb.hosted.example");

        ConsoleSteps.press(root, "Enter");
        assertThat(root).hasURL(server.issuer() + "/t/hosted/console");
        ConsoleSteps.follow(root, "APIs");
        assertThat(root).hasURL(server.issuer() + "/t/hosted/console/apis");
        ConsoleSteps.press(root, "Leave");
        assertThat(root).hasURL(server.issuer() + "/console/organizations");
    }

    private static String issuerAt(String host) {
        return server.issuer().replace("localhost", host);
    }

    @Test
    void peopleOfOneOrganizationAreStrangersInTheOthers() throws Exception {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        Page theirs = becomesFirstAdministrator(ConsoleSteps.createOrganization(root, "east", "East"));
        root.navigate("/console/organizations");
        ConsoleSteps.createOrganization(root, "west", "West");

        for (String console : List.of("/console", "/t/west/console")) {
            theirs.navigate(console);
            ConsoleSteps.assertSignInPage(theirs);
            ConsoleSteps.fillSignIn(theirs, GRACE, ConsoleSteps.PASSWORD);
            assertThat(theirs.getByRole(AriaRole.ALERT)).containsText("The username or the password is wrong.");
        }
        root.navigate("/t/east/console");
        ConsoleSteps.assertSignInPage(root);
        assertThat(root.getByRole(AriaRole.BANNER)).containsText("East");
    }

    @Test
    void aViewerSeesOrganizationsAndChangesNone() throws Exception {
        Page root = signedIn();
        ConsoleSteps.follow(root, "Organizations");
        ConsoleSteps.createOrganization(root, "seen", "Seen");
        String path = root.url().substring(server.issuer().length());
        Page viewer = ConsoleSteps.invited(browsing, server, "vincent", "Viewer");

        ConsoleSteps.follow(viewer, "Organizations");
        ConsoleSteps.follow(viewer, "Seen");
        assertThat(viewer.getByText(server.issuer() + "/t/seen", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(viewer.getByRole(AriaRole.MAIN)
                        .getByRole(AriaRole.BUTTON)
                        .filter(new Locator.FilterOptions().setHasNotText("Copy")))
                .hasCount(0);
        for (String action : List.of("", "/link", "/disable", "/enable", "/delete", "/enter")) {
            assertThat(ConsoleSteps.post(viewer, path + action)).as(action).isEqualTo(403);
        }
        assertThat(ConsoleSteps.post(viewer, "/console/organizations/new")).isEqualTo(403);
    }

    @Test
    void everyPageFitsAndIsAccessibleInEveryLook() {
        Page root = signedIn();
        root.navigate("/console/organizations");
        String longest = "Longest".repeat(17);
        Page theirs = becomesFirstAdministrator(ConsoleSteps.createOrganization(root, "long", longest));
        var reviewed = new ArrayList<String>();
        PageCrawler.through(root, "/console/organizations", (shown, name) -> {
            reviewed.add(name);
            PageReview.review(shown, name);
        });
        assertThat(reviewed)
                .contains("console-organizations", "console-organizations-new", "console-organizations-one-disable");

        PageReview.review(theirs, "organization-home");
        Page stranger = browsing.open(server.issuer());
        stranger.navigate("/t/long/console/sign-in");
        PageReview.review(stranger, "organization-sign-in");
        root.navigate("/console/organizations");
        ConsoleSteps.follow(root, longest);
        ConsoleSteps.follow(root, "Disable …");
        ConsoleSteps.press(root, "Disable");
        PageReview.review(root, "organization-disabled");
        ConsoleSteps.follow(root, "Delete …");
        PageReview.review(root, "organization-delete");
    }

    private Page signedIn() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        return page;
    }

    private Page becomesFirstAdministrator(String link) {
        Page page = browsing.open(server.issuer());
        page.navigate(link);
        ConsoleSteps.fill(page, "Username", GRACE);
        ConsoleSteps.fill(page, "Password", ConsoleSteps.PASSWORD);
        ConsoleSteps.fill(page, "Repeat the password", ConsoleSteps.PASSWORD);
        ConsoleSteps.press(page, "Create the administrator");
        ConsoleSteps.assertSignedIn(page, GRACE);
        return page;
    }

    private static Locator navigation(Page page, String entry) {
        return page.getByRole(AriaRole.NAVIGATION)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(entry));
    }

    /** Registers an issuer and an application in the console of the organization; the status of an exchange. */
    private static int exchanged(Page page) throws Exception {
        try (var partner = ThirdParty.start("partner")) {
            page.navigate("/t/acme/console/connections/new/issuer");
            ConsoleSteps.fill(page, "Trusted token issuer name", partner.name());
            ConsoleSteps.fill(page, "Issuer", partner.issuer());
            ConsoleSteps.press(page, "Next");
            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl());
            ConsoleSteps.press(page, "Finish");
            assertThat(page.getByText("The trusted token issuer partner is registered."))
                    .isVisible();
            ConsoleSteps.follow(page, "Applications");
            ConsoleSteps.follow(page, "New Application");
            ConsoleSteps.fill(page, "Name", "orders");
            ConsoleSteps.press(page, "Create");
            String clientId = page.locator("#client-id").textContent();
            String secret = page.locator("#client-secret").textContent();
            return new Api(server.plainOrigin() + "/t/acme")
                    .exchange(clientId, secret, partner.assertion(server.issuer() + "/t/acme"))
                    .status();
        }
    }
}
