package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the export and the import of an organization in the console of the root organization. */
class ConsoleTransferTest {
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

    private Page organizations() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        ConsoleSteps.follow(page, "Organizations");
        return page;
    }

    private static void choose(Page page, String name, byte[] content) {
        page.getByLabel("File", new Page.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload(name, "application/json", content));
    }

    @Test
    void anOrganizationIsExportedAndImportedUnderAnotherName() throws Exception {
        OrganizationSite acme = OrganizationSite.root(server).create("acme");
        acme.registerApplication("orders", Map.of());
        Page page = organizations();
        ConsoleSteps.follow(page, "Organization acme");
        Download file = page.waitForDownload(() -> ConsoleSteps.follow(page, "Export"));
        assertThat(file.suggestedFilename()).isEqualTo("acme.json");
        byte[] exported = Files.readAllBytes(file.path());
        assertThat(new String(exported, StandardCharsets.UTF_8))
                .contains("\"organization_settings\"", "\"orders\"")
                .doesNotContain(OrganizationSite.SECRET);

        ConsoleSteps.follow(page, "Organizations");
        ConsoleSteps.follow(page, "Import");
        PageReview.review(page, "organization-import");
        choose(page, "acme.json", exported);
        ConsoleSteps.press(page, "Import");
        assertThat(page.locator("#field-organization-fault")).containsText("Another organization has");
        ConsoleSteps.fill(page, "Slug", "copy");
        ConsoleSteps.fill(page, "Name", "Copy");
        choose(page, "acme.json", exported);
        ConsoleSteps.press(page, "Import");
        assertThat(page.getByText("Generated secrets")).isVisible();
        assertThat(page.locator("#link")).containsText(server.issuer() + "/t/copy/console/setup?code=");
        String link = page.locator("#link").textContent();
        ConsoleSteps.follow(page, "Continue");
        assertThat(page.getByText(server.issuer() + "/t/copy", new Page.GetByTextOptions().setExact(true)))
                .isVisible();

        Page theirs = browsing.open(server.issuer());
        ConsoleSteps.becomeFirstAdministrator(theirs, link);
        ConsoleSteps.follow(theirs, "Applications");
        assertThat(theirs.getByText("orders").first()).isVisible();
    }

    @Test
    void anImportedPersonChoosesAPasswordByTheLink() {
        Page page = organizations();
        ConsoleSteps.follow(page, "Import");
        choose(page, "people.json", """
                {"organization": "people", "organization_settings": {"name": "People"},
                 "people": [{"username": "grace", "role": "administrator"}, {"username": "eve", "role": "viewer", "enabled": false}]}""".getBytes(StandardCharsets.UTF_8));
        ConsoleSteps.press(page, "Import");
        PageReview.review(page, "organization-imported");
        assertThat(page.getByText("disabled, without a link")).isVisible();
        String link = page.locator("dd .code").textContent();

        Page theirs = browsing.open(server.issuer());
        theirs.navigate(link);
        ConsoleSteps.fill(theirs, "Password", ConsoleSteps.PASSWORD_OF_INVITED);
        ConsoleSteps.fill(theirs, "Repeat the password", ConsoleSteps.PASSWORD_OF_INVITED);
        ConsoleSteps.press(theirs, "Set the password");
        ConsoleSteps.assertSignedIn(theirs, "grace");
        assertThat(theirs).hasURL(server.issuer() + "/t/people/console");
    }

    @Test
    void whatIsWrongWithAFileIsSaid() {
        Page page = organizations();
        ConsoleSteps.follow(page, "Import");
        ConsoleSteps.press(page, "Import");
        assertThat(page.locator("#fieldfile-fault")).containsText("Choose a file.");
        choose(page, "file.yaml", "organization: acme".getBytes(StandardCharsets.UTF_8));
        ConsoleSteps.press(page, "Import");
        assertThat(page.locator(".fault")).containsText("not one JSON object");
        choose(page, "wrong.json", """
                {"organization": "wrong", "organization_settings": {"name": "Wrong"},
                 "people": [{"username": "ada", "role": "owner"}]}""".getBytes(StandardCharsets.UTF_8));
        ConsoleSteps.press(page, "Import");
        assertThat(page.locator(".notice.problem")).containsText("people/0/role: Must be one of");
    }

    @Test
    void aViewerNeitherExportsNorImports() throws Exception {
        String id = OrganizationSite.root(server).create("seen").id();
        Page viewer = ConsoleSteps.invited(browsing, server, "vincent", "Viewer");
        for (String path : List.of("/console/organizations/import", "/console/organizations/" + id + "/export")) {
            assertThat(viewer.request().get(path).status()).as(path).isEqualTo(403);
        }
        viewer.navigate("/console/organizations");
        assertThat(ConsoleSteps.post(viewer, "/console/organizations/import")).isEqualTo(403);
    }
}
