package dev.countersign.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * End-to-end test of the guide in {@code docs/console.md}: from sign-in to a token, and from a refusal to its reason.
 */
class ConsoleGuideTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"", "jwks-acme"})
    void fromSigningInToATokenWithAJwksEndpoint(String organization) throws Exception {
        try (var partner = ThirdParty.start("jwks-partner")) {
            Page page = signedIn(organization);
            general(page, partner.name(), partner.issuer());
            assertThat(page.getByLabel("JWKS endpoint", exactly())).isChecked();
            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl());
            ConsoleSteps.press(page, "Check keys");
            assertThat(page.getByText(Pattern.compile("^1 key \\(ES256\\), \\d+ ms$")))
                    .isVisible();
            ConsoleSteps.press(page, "Finish");
            assertThat(page.getByText("The trusted token issuer jwks-partner is registered."))
                    .isVisible();

            var application = application(page, "jwks-orders");
            assertThat(exchange(organization, application, partner.assertion(issuer(organization))))
                    .isEqualTo(200);
            if (!organization.isEmpty()) {
                assertThat(exchange(organization, application, partner.assertion(server.issuer())))
                        .as("the aud of the root organization")
                        .isEqualTo(400);
            }
        }
    }

    /** The clicks are those of the guide with the default settings, the one of the sign-in among them. */
    @Test
    void fromSigningInToATokenInAtMostTwelveClicks() throws Exception {
        try (var partner = ThirdParty.start("clicked-partner")) {
            Page page = browsing.open(server.issuer());
            page.addInitScript("""
                    document.addEventListener("click", event => {
                        if (event.isTrusted) {
                            sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
                        }
                    }, true)""");
            ConsoleSteps.signIn(page);
            general(page, partner.name(), partner.issuer());
            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl());
            ConsoleSteps.press(page, "Finish");
            ConsoleSteps.follow(page, "Applications");
            ConsoleSteps.follow(page, "New Application");
            ConsoleSteps.fill(page, "Name", "clicked-orders");
            ConsoleSteps.press(page, "Create");
            String secret = page.locator("#client-secret").textContent();
            page.getByRole(AriaRole.MAIN)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Try it"))
                    .click();
            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            ConsoleSteps.fill(page, "Client secret", secret);
            ConsoleSteps.press(page, "Exchange");

            assertThat(page.getByText("Access token issued")).isVisible();
            int clicks = Integer.parseInt(String.valueOf(page.evaluate("sessionStorage.clicks")));
            assertThat(clicks).isBetween(9, 12);
        }
    }

    @Test
    void theSameWithoutScriptsAndFromTheKeyboard() throws Exception {
        try (var partner = ThirdParty.start("plain-partner")) {
            Page page = browsing.openWithoutScripts(server.issuer());
            ConsoleSteps.signIn(page);
            page.navigate("/console/connections/new/issuer");
            ConsoleSteps.fill(page, "Trusted token issuer name", "plain-partner");
            ConsoleSteps.fill(page, "Issuer", partner.issuer());
            page.keyboard().press("Enter");
            assertAsksFor(page, "JWKS endpoint URL", "Certificates");
            page.getByLabel("Use PEM certificate", exactly()).check();
            assertAsksFor(page, "Certificates", "JWKS endpoint URL");
            page.getByLabel("JWKS endpoint", exactly()).check();
            ConsoleSteps.fill(page, "JWKS endpoint URL", partner.jwksUrl());
            ConsoleSteps.press(page, "Finish");
            assertThat(page.getByText("The trusted token issuer plain-partner is registered."))
                    .isVisible();

            var application = application(page, "plain-orders");
            assertThat(exchange(application, partner.assertion(server.issuer())))
                    .isEqualTo(200);
        }
    }

    /** Only the fields of the chosen mode are there. */
    private static void assertAsksFor(Page page, String chosen, String other) {
        assertThat(page.getByLabel(chosen, exactly())).isVisible();
        assertThat(page.getByLabel(other, exactly())).isHidden();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file-acme"})
    void fromSigningInToATokenWithACertificateFile(String organization) throws Exception {
        var partner = CertifiedParty.of("file-partner", Duration.ofDays(90));
        Page page = signedIn(organization);
        general(page, "file-partner", partner.issuer());
        page.getByLabel("Use PEM certificate", exactly()).check();
        page.getByLabel("Certificate files", exactly())
                .setInputFiles(new FilePayload("partner.der", "application/octet-stream", partner.der()));
        ConsoleSteps.press(page, "Check keys");
        assertThat(page.getByRole(AriaRole.ROWHEADER)).hasText("CN=file-partner");
        ConsoleSteps.press(page, "Finish");

        var application = application(page, "file-orders");
        assertThat(exchange(organization, application, partner.assertion(issuer(organization))))
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongWithAnIssuerIsSaidWhereItIsTyped() {
        Page page = signedIn();
        general(page, "not there yet", "https://not-there-yet.example");
        ConsoleSteps.fill(page, "JWKS endpoint URL", "https://169.254.169.254/keys");
        ConsoleSteps.press(page, "Check keys");
        assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
        page.getByLabel("Use PEM certificate", exactly()).check();
        ConsoleSteps.fill(page, "Certificates", "no certificate");
        ConsoleSteps.press(page, "Finish");

        assertThat(page.locator(".fault").first()).isVisible();
        assertThat(page.getByLabel("Certificates", exactly())).hasValue("no certificate");
    }

    @Test
    void aNameThatIsTakenIsSaidWhileItIsTyped() throws Exception {
        try (var partner = ThirdParty.start("taken")) {
            server.api().register(partner);
            Page page = signedIn();
            page.navigate("/console/connections/new/issuer");
            page.getByLabel("Trusted token issuer name", exactly()).pressSequentially("taken");

            assertThat(page.locator("#field-name-live .fault")).isVisible();
            page.getByLabel("Trusted token issuer name", exactly()).pressSequentially("2");
            assertThat(page.locator("#field-name-live")).hasText("Available");
        }
    }

    @Test
    void aConditionIsTriedOnASampleBeforeItIsSaved() throws Exception {
        try (var partner = ThirdParty.start("conditional")) {
            String id = server.api().register(partner).text("id");
            Page page = signedIn();
            page.navigate("/console/connections/" + id + "/policy");
            ConsoleSteps.fill(page, "Condition 1", "claims.sub == 'alice'");
            ConsoleSteps.fill(page, "Condition 2", "claims.sub.startsWith('b')");
            ConsoleSteps.fill(page, "Sample token", partner.assertion(server.issuer()));
            ConsoleSteps.press(page, "Test");
            assertThat(page.locator("#sample-result .passed")).containsText("claims.sub == 'alice'");
            assertThat(page.locator("#sample-result .failed")).containsText("startsWith");

            ConsoleSteps.fill(page, "Condition 2", "claims.sub ==");
            ConsoleSteps.press(page, "Update");
            assertThat(page.locator(".fault")).containsText("Line 1, column");
            ConsoleSteps.fill(page, "Condition 2", "");
            ConsoleSteps.press(page, "Update");
            assertThat(page.getByText("The policy is updated.")).isVisible();
            assertThat(page.getByLabel("Condition 1", exactly())).hasValue("claims.sub == 'alice'");
        }
    }

    @Test
    void aPresetKnowsTheAddressesAndAsksForTheTenant() {
        Page page = signedIn();
        ConsoleSteps.follow(page, "Connections");
        ConsoleSteps.follow(page, "New Connection");
        ConsoleSteps.follow(page, "GitLab");
        ConsoleSteps.fill(page, "Trusted token issuer name", "gitlab");
        ConsoleSteps.press(page, "Next");
        assertThat(page.locator(".fault")).containsText("Add a condition on");

        ConsoleSteps.fill(page, "URL", "https://gitlab.invalid");
        ConsoleSteps.press(page, "Next");
        assertThat(page.getByLabel("JWKS endpoint URL", exactly()))
                .hasValue("https://gitlab.invalid/oauth/discovery/keys");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("The keys could not be fetched");
    }

    @Test
    void aRefusedAssertionIsUnderstoodByTryingIt() throws Exception {
        try (var partner = ThirdParty.start("misled")) {
            server.api().register(partner);
            var application = registered("misled-orders");
            String assertion = partner.assertion("https://somebody-else.example");
            assertThat(exchange(application, assertion)).isEqualTo(400);
            Page page = signedIn();

            ConsoleSteps.follow(page, "Try it");
            ConsoleSteps.fill(page, "Assertion", assertion);
            assertThat(page.locator("#decoded")).containsText("https://somebody-else.example");
            ConsoleSteps.fill(page, "Application", "misled-orders");
            ConsoleSteps.press(page, "Explain");

            assertThat(page.locator(".checks > .failed")).hasCount(1);
            assertThat(page.locator(".checks > .failed")).containsText("assertion.audience_mismatch");
            assertThat(page.locator(".checks > .failed")).containsText(server.issuer());
            PageReview.review(page, "try-refused");
            PageReview.excerpt(page, "try-verdict", "#verdict");

            ConsoleSteps.fill(page, "Assertion", partner.assertion(server.issuer()));
            ConsoleSteps.fill(page, "Client secret", application.secret());
            ConsoleSteps.press(page, "Exchange");
            assertThat(page.getByText("Access token issued")).isVisible();
            PageReview.review(page, "try-exchanged");
            assertThat(page.url()).doesNotContain("eyJ");
        }
    }

    @Test
    void aCertificateIsReplacedWithoutAnybodyBeingRefused() throws Exception {
        var old = CertifiedParty.of("rotating", Duration.ofDays(3));
        var next = CertifiedParty.of("rotating", Duration.ofDays(400));
        var application = registered("rotating-orders");
        Page page = signedIn();
        general(page, "rotating", old.issuer());
        page.getByLabel("Use PEM certificate", exactly()).check();
        ConsoleSteps.fill(page, "Certificates", old.pem());
        ConsoleSteps.press(page, "Finish");

        ConsoleSteps.follow(page, "Keys");
        ConsoleSteps.fill(page, "Certificate", next.pem());
        ConsoleSteps.press(page, "Add the certificate");
        assertThat(page.getByRole(AriaRole.ROWHEADER)).hasCount(2);
        assertThat(exchange(application, old.assertion(server.issuer()))).isEqualTo(200);
        assertThat(exchange(application, next.assertion(server.issuer()))).isEqualTo(200);

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("^Remove")))
                .first()
                .click();
        PageReview.review(page, "certificate-remove");
        ConsoleSteps.press(page, "Remove the certificate");
        assertThat(page.getByRole(AriaRole.ROWHEADER)).hasCount(1);
        assertThat(exchange(application, old.assertion(server.issuer()))).isEqualTo(400);
        assertThat(exchange(application, next.assertion(server.issuer()))).isEqualTo(200);
    }

    private record Application(String clientId, String secret) {}

    private static Application registered(String name) throws Api.NoAnswer {
        Api.Answer made = server.api().registerApplication(name);
        return new Application(made.text("client_id"), made.text("client_secret"));
    }

    private static int exchange(Application application, String assertion) throws Api.NoAnswer {
        return exchange("", application, assertion);
    }

    /** @param organization the slug; empty for the root */
    private static int exchange(String organization, Application application, String assertion) throws Api.NoAnswer {
        return new Api(server.plainOrigin() + path(organization))
                .exchange(application.clientId(), application.secret(), assertion)
                .status();
    }

    private static String issuer(String organization) {
        return server.issuer() + path(organization);
    }

    private static String path(String organization) {
        return organization.isEmpty() ? "" : "/t/" + organization;
    }

    /** A window of the administrator of the root organization, or of the first one of a new organization. */
    private Page signedIn(String organization) {
        if (organization.isEmpty()) {
            return signedIn();
        }
        Page page = browsing.open(server.issuer());
        ConsoleSteps.becomeFirstAdministrator(
                page, OrganizationSite.root(server).create(organization).administratorLink());
        return page;
    }

    private Page signedIn() {
        Page page = browsing.open(server.issuer());
        ConsoleSteps.signIn(page);
        return page;
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static void general(Page page, String name, String issuer) {
        ConsoleSteps.follow(page, "Connections");
        ConsoleSteps.follow(page, "New Connection");
        ConsoleSteps.follow(page, "Trusted Token Issuer");
        ConsoleSteps.fill(page, "Trusted token issuer name", name);
        ConsoleSteps.fill(page, "Issuer", issuer);
        ConsoleSteps.press(page, "Next");
    }

    private static Application application(Page page, String name) {
        ConsoleSteps.follow(page, "Applications");
        ConsoleSteps.follow(page, "New Application");
        ConsoleSteps.fill(page, "Name", name);
        ConsoleSteps.press(page, "Create");
        String clientId = page.locator("#client-id").textContent();
        String secret = page.locator("#client-secret").textContent();
        ConsoleSteps.follow(page, "Continue");
        ConsoleSteps.follow(page, "Protocol");
        assertThat(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Allowed grant types")))
                .isVisible();
        page.getByLabel(Pattern.compile("^JWT Bearer")).check();
        ConsoleSteps.press(page, "Update");
        assertThat(page.getByText("The application is updated.")).isVisible();
        assertThat(page.content()).doesNotContain(secret);
        return new Application(clientId, secret);
    }
}
