package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of what lists have in common: undo, changes of several rows, and the choice of columns. */
class ConsoleListsTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static String issuerId;

    @RegisterExtension
    final Browsing browsing = new Browsing();

    @BeforeAll
    static void start() throws Exception {
        server = ConsoleSteps.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        issuerId = server.api().register(partner).text("id");
        for (String name : List.of("billing", "orders", "reports")) {
            server.api().registerApplication(name);
        }
        String certificate = CertifiedParty.of("many", Duration.ofDays(90)).pem();
        for (int i = 10; i <= 60; i++) {
            server.api()
                    .admin(
                            "POST",
                            "/trusted-token-issuers",
                            Map.of(
                                    "name", "many-" + i,
                                    "issuer", "https://many-" + i + ".example",
                                    "keys", Map.of("certificates", List.of(certificate))));
        }
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private Page signedIn(String path) {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console" + path);
        return page;
    }

    private static Object member(String path, String name) throws Exception {
        return server.api().admin("GET", path, Map.of()).json().get(name);
    }

    private static long changes(String issuerOrApplication) throws Exception {
        Object events = server.api()
                .admin("GET", "/audit-events?actor=ada&" + issuerOrApplication, Map.of())
                .json()
                .get("items");
        return ((List<?>) events).size();
    }

    @Test
    void aDisabledIssuerIsEnabledAgainByTheNoticeAboutIt() throws Exception {
        Page page = signedIn("/connections/" + issuerId + "/disable");
        long before = changes("issuer=partner");
        ConsoleSteps.press(page, "Disable the issuer");
        assertThat(page.getByText("The issuer is disabled. Its tokens are refused."))
                .isVisible();
        assertThat(member("/trusted-token-issuers/" + issuerId, "enabled")).isEqualTo(false);
        PageReview.review(page, "undo");

        ConsoleSteps.press(page, "Undo");

        assertThat(page.getByText("partner is as it was before.")).isVisible();
        assertThat(page).hasURL(server.issuer() + "/console/connections/" + issuerId + "/danger");
        assertThat(member("/trusted-token-issuers/" + issuerId, "enabled")).isEqualTo(true);
        assertThat(changes("issuer=partner")).isEqualTo(before + 2);
    }

    @Test
    void aChangeThatIsNoLongerTheLastIsNotUndone() throws Exception {
        String id = server.api().registerApplication("changed-twice").text("id");
        Page page = signedIn("/applications/" + id + "/disable");
        ConsoleSteps.press(page, "Disable the application");
        server.api().admin("PATCH", "/applications/" + id, Map.of("default_scopes", List.of()));

        ConsoleSteps.press(page, "Undo");

        assertThat(page.getByText("Not changed: changed-twice. It was changed in the meantime."))
                .isVisible();
        assertThat(member("/applications/" + id, "enabled")).isEqualTo(false);
        server.api().admin("DELETE", "/applications/" + id, Map.of());
    }

    @Test
    void aPolicyIsPutBackAndNothingElseIsOfferedToBe() throws Exception {
        Page page = signedIn("/connections/" + issuerId + "/policy");
        ConsoleSteps.press(page, "Update");
        assertThat(page.getByText("The policy is updated.")).isVisible();
        assertThat(undo(page)).hasCount(0);
        ConsoleSteps.fill(page, "Condition 1", "claims.sub == 'alice'");
        ConsoleSteps.press(page, "Update");
        assertThat((List<?>) member("/trusted-token-issuers/" + issuerId, "conditions"))
                .hasSize(1);
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("partner is as it was before.")).isVisible();
        assertThat((List<?>) member("/trusted-token-issuers/" + issuerId, "conditions"))
                .isEmpty();

        page.navigate("/console/connections/" + issuerId + "/keys");
        String other = partner.jwksUrl() + "?other";
        page.getByText("Change key source").click();
        ConsoleSteps.fill(page, "JWKS endpoint URL", other);
        ConsoleSteps.press(page, "Replace the keys");
        assertThat(page.locator(".notice.done").first()).isVisible();
        assertThat(undo(page)).hasCount(0);
        server.api()
                .admin(
                        "PATCH",
                        "/trusted-token-issuers/" + issuerId,
                        Map.of("keys", Map.of("jwks_url", partner.jwksUrl())));
    }

    @Test
    void aBlockIsLiftedAndSetAgainByTheNoticesAboutIt() {
        Page page = signedIn("/connections/" + issuerId + "/subjects");
        ConsoleSteps.fill(page, "Subject", "mallory");
        ConsoleSteps.press(page, "Block the subject");
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("mallory is as it was before.")).isVisible();
        assertThat(page.getByText("No subject is blocked.")).isVisible();

        for (String subject : List.of("oscar", "trudy")) {
            ConsoleSteps.fill(page, "Subject", subject);
            ConsoleSteps.press(page, "Block the subject");
        }
        ConsoleSteps.follow(page, "Select all on this page");
        ConsoleSteps.press(page, "Lift the selected");
        assertThat(page.getByText("trudy, oscar are not blocked any more. Tokens that were revoked stay invalid."))
                .isVisible();
        ConsoleSteps.press(page, "Undo");
        assertThat(page.locator("tbody tr")).hasCount(2);
    }

    @Test
    void tokensThatWereRevokedStayInvalidAfterUndoAndTheNoticeSaysSo() throws Exception {
        Api.Answer application = server.api().registerApplication("revoked");
        for (int i = 0; i < 2; i++) {
            exchange(application, "walter");
        }
        Page page = signedIn("/applications/" + application.text("id") + "/disable");
        page.getByLabel("Also revoke its access tokens").check();
        ConsoleSteps.press(page, "Disable the application");
        assertThat(page.getByText("2 tokens are revoked. They stay invalid, even after Undo."))
                .isVisible();
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("revoked is as it was before, but the 2 tokens that were revoked stay invalid."))
                .isVisible();
        assertThat(member("/applications/" + application.text("id"), "enabled")).isEqualTo(true);

        page.navigate("/console/connections/" + issuerId + "/disable");
        page.getByLabel("Also revoke the access tokens issued for them").check();
        ConsoleSteps.press(page, "Disable the issuer");
        assertThat(page.getByText("There was no valid token to revoke.")).isVisible();
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("partner is as it was before.")).isVisible();

        exchange(application, "walter");
        page.navigate("/console/connections/" + issuerId + "/subjects");
        ConsoleSteps.fill(page, "Subject", "walter");
        ConsoleSteps.press(page, "Block the subject");
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("walter is as it was before, but the token that was revoked stays invalid."))
                .isVisible();
        server.api().admin("DELETE", "/applications/" + application.text("id"), Map.of());
    }

    private static void exchange(Api.Answer application, String subject) throws Exception {
        assertThat(server.api()
                        .exchange(
                                application.text("client_id"),
                                application.text("client_secret"),
                                partner.assertion(server.issuer(), Map.of("sub", subject)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void severalApplicationsAreDisabledTogetherAndEachIsOnRecord() throws Exception {
        Page page = signedIn("/applications?sort=-name");
        page.getByLabel("Select billing").check();
        page.getByLabel("Select orders").check();
        assertThat(page.getByText("2 selected")).isVisible();
        PageReview.review(page, "applications-selected");
        button(page, "Disable").click();

        assertThat(page.getByText("orders, billing are disabled.")).isVisible();
        assertThat(page).hasURL(Pattern.compile("/applications\\?sort=-name$"));
        assertThat(changes("application=billing")).isOne();
        assertThat(changes("application=orders")).isOne();
        ConsoleSteps.follow(page, "Select all on this page");
        button(page, "Disable").click();
        assertThat(page.getByText("reports")).hasCount(2);
        assertThat(page.getByText("Not changed: orders, billing. Already disabled."))
                .isVisible();

        ConsoleSteps.press(page, "Undo");
        assertThat(page.locator("tbody .mark.good")).hasCount(2);
        ConsoleSteps.follow(page, "Select all on this page");
        button(page, "Enable").click();
        assertThat(page.locator("tbody .mark.good")).hasCount(4);
    }

    @Test
    void theSameWithoutScripts() {
        Page page = browsing.openWithoutScripts(server.issuer());
        ConsoleSteps.signIn(page);
        page.navigate("/console/connections?q=partner");
        button(page, "Disable").click();
        assertThat(page.getByText("Select at least one row. Nothing was changed."))
                .isVisible();
        ConsoleSteps.follow(page, "Select all on this page");
        button(page, "Disable").click();
        assertThat(page.getByText("partner is disabled.")).isVisible();
        ConsoleSteps.press(page, "Undo");
        assertThat(page.getByText("partner is as it was before.")).isVisible();

        page.getByText("Columns", new Page.GetByTextOptions().setExact(true)).click();
        page.getByLabel("Column Issuer").uncheck();
        ConsoleSteps.press(page, "Apply");
        assertThat(page.locator("thead")).not().containsText("Issuer");
        page.navigate("/console/connections?sort=keys");
        assertThat(page.locator("thead")).not().containsText("Issuer");
        assertThat(page.locator("thead")).containsText("Refusals today");
    }

    @Test
    void anApplicationIsLimitedToIssuersThatASearchFinds() throws Exception {
        String id = server.api().registerApplication("limited").text("id");
        Page page = signedIn("/applications/" + id + "/issuers");
        assertThat(page.getByText("2 more: search for their names.")).isVisible();
        page.getByLabel("Only these issuers").check();
        for (String name : List.of("many-60", "partner")) {
            ConsoleSteps.fill(page, "Find an issuer", name);
            assertThat(page.locator("#issuer-choices")).not().containsText("many-11");
            page.getByLabel(name, new Page.GetByLabelOptions().setExact(true)).check();
        }
        ConsoleSteps.fill(page, "Find an issuer", "many-1");
        assertThat(page.locator("#issuer-choices input:checked")).hasCount(2);
        assertThat(page.locator("#issuer-choices input")).hasCount(12);
        ConsoleSteps.press(page, "Search");
        assertThat(page.locator("#issuer-choices input:checked")).hasCount(2);
        ConsoleSteps.press(page, "Update");

        assertThat(page.getByText("The application is updated.")).isVisible();
        assertThat(Set.of("many-60", "partner"))
                .isEqualTo(new HashSet<>((List<?>) member("/applications/" + id, "trusted_token_issuers")));
        server.api().admin("DELETE", "/applications/" + id, Map.of());
    }

    @Test
    void moreRowsThanAPageHasAreNotChanged() {
        Page page = signedIn("/applications");
        var form = FormData.create()
                .set("form_token", ConsoleSteps.formToken(page))
                .set("do", "disable");
        for (int i = 0; i <= 50; i++) {
            form.append("id", "application-" + i);
        }
        APIResponse answer = page.request()
                .post("/console/applications", RequestOptions.create().setForm(form));
        assertThat(answer.text()).contains("Select at most 50 rows. Nothing was changed.");
    }

    private static Locator undo(Page page) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo"));
    }

    /** A button for the selected rows. */
    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
