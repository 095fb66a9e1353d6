package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.e2e.CommandRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of the commands for organizations, and of other commands within one. */
class OrganizationCommandsTest {
    private static final String ADMIN = "acme-admin";
    private static final String SECRET = "the-secret-of-the-administrator-of-acme";

    @TempDir
    private static Path servers;

    private static ServerProcess server;
    private static ThirdParty partner;

    /** Slugs are never used again, so that each test has its own. */
    private static int count;

    @TempDir
    private Path folder;

    private CommandRunner root;
    private String slug;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(servers.resolve("home"));
        partner = ThirdParty.start("partner");
    }

    @AfterAll
    static void stop() {
        server.close();
        partner.close();
    }

    @BeforeEach
    void name() {
        root = CommandRunner.administrating(server, folder);
        count++;
        slug = "acme-" + count;
    }

    private JsonNode add() {
        return root.typing(SECRET + "\n")
                .run(
                        "organization",
                        "add",
                        slug,
                        "--name",
                        "Acme " + count,
                        "--bootstrap-client-id",
                        ADMIN,
                        "--bootstrap-client-secret-file",
                        "-",
                        "--json")
                .done()
                .json();
    }

    /** A user of the organization, with the credentials in the environment. */
    private CommandRunner user() {
        return CommandRunner.administrating(server, folder)
                .set("COUNTERSIGN_ORGANIZATION", slug)
                .set("COUNTERSIGN_CLIENT_ID", ADMIN)
                .set("COUNTERSIGN_CLIENT_SECRET", SECRET);
    }

    private Ran addPartner(CommandRunner commands) {
        return commands.run("issuer", "add", "partner", "--issuer", partner.issuer(), "--jwks-url", partner.jwksUrl());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void anOrganizationIsAddedWithALinkForItsFirstAdministrator() {
        Ran added = root.run("organization", "add", slug, "--name", "Acme Inc").done();

        assertThat(added.out())
                .contains("Added the organization \"" + slug + "\"")
                .contains("administrator_link  " + server.issuer() + "/t/" + slug + "/console/");
        assertThat(root.run("organization", "list").done().out()).contains("SLUG", slug, "Acme Inc", "enabled");
        assertThat(root.run("organization", "show", slug).done().out()).contains("contents.applications");
        Ran again = root.run("organization", "link", slug).done();
        assertThat(again.out())
                .contains("administrator_link  " + server.issuer())
                .isNotEqualTo(added.out());
    }

    @Test
    void aSlugThatIsTakenIsRefused() {
        add();

        Ran again = root.run("organization", "add", slug);

        assertThat(again.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(again.err()).contains("slug");
    }

    @Test
    void theNameCanBeChanged() {
        add();

        root.run("organization", "set", slug, "--name", "Renamed " + slug).done();

        assertThat(root.run("organization", "show", slug, "--json")
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("Renamed " + slug);
    }

    @Test
    void hostNamesAreSetInTheirOrderAndRemoved() {
        add();
        String host = "auth." + slug + ".example";

        root.run("organization", "set", slug, "--host", host, "--host", "b." + host)
                .done();
        assertThat(hosts()).containsExactly(host, "b." + host);
        assertThat(root.run("organization", "link", slug).done().out()).contains("https://" + host);

        root.run("organization", "set", slug, "--name", "Named " + slug).done();
        assertThat(hosts()).hasSize(2);
        root.run("organization", "set", slug, "--host", "").done();
        assertThat(hosts()).isEmpty();
    }

    private List<String> hosts() {
        return root.run("organization", "show", slug, "--json")
                .json()
                .path("hosts")
                .findValuesAsString("name");
    }

    @Test
    void aHostNameThatCannotBeIsRefusedAndNamed() {
        add();

        Ran upper = root.run("organization", "set", slug, "--host", "Auth.example");
        assertThat(upper.status()).isEqualTo(ExitCode.DATA);
        assertThat(upper.err()).contains("hosts[0].name", "lower case");
        Ran absent = root.run("organization", "set", slug, "--host", "auth.example,absent.pem,absent.key");
        assertThat(absent.status()).isEqualTo(ExitCode.DATA);
        assertThat(absent.err()).contains("hosts[0].certificate_file", "absent.pem");
        Ran half = root.run("organization", "set", slug, "--host", "auth.example,absent.pem");
        assertThat(half.status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatIsInAnOrganizationIsNotAtTheRoot() throws IOException {
        add();
        CommandRunner stored = new CommandRunner(folder)
                .set("COUNTERSIGN_HOME", server.home().toString())
                .typing(SECRET);

        Ran login = stored.run(
                        "login",
                        "--url",
                        server.issuer(),
                        "--organization",
                        slug,
                        "--client-id",
                        ADMIN,
                        "--client-secret-file",
                        "-",
                        "--json")
                .done();
        assertThat(login.json().path("organization").asString()).isEqualTo(slug);
        addPartner(stored).done();
        assertThat(stored.run("issuer", "list").done().out()).contains("partner");
        root = CommandRunner.administrating(server, Files.createDirectory(folder.resolve("other-user")));
        assertThat(root.run("issuer", "list", "--json").done().json()).isEmpty();
        assertThat(root.run("organization", "show", slug, "--json")
                        .json()
                        .at("/contents/trusted_token_issuers")
                        .asInt())
                .isEqualTo(1);

        Ran elsewhere = stored.run("issuer", "list", "--organization", "");
        assertThat(elsewhere.status()).isEqualTo(ExitCode.CONFIG);
        assertThat(elsewhere.err())
                .contains("no credentials for " + server.issuer() + ".", "login --url " + server.issuer() + ".");
        Ran other = stored.set("COUNTERSIGN_ORGANIZATION", "beta").run("issuer", "list");
        assertThat(other.status()).isEqualTo(ExitCode.CONFIG);
        assertThat(other.err()).contains("--organization beta");
    }

    @Test
    void anApplicationOfAnOrganizationExchangesThere() throws IOException {
        add();
        addPartner(user()).done();
        String secret = folder.resolve("orders.secret").toString();
        user().run("application", "add", "orders", "--new-client-id", "orders", "--secret-out", secret)
                .done();
        String assertion = partner.assertion(server.issuer() + "/t/" + slug);

        assertThat(user().typing(assertion)
                        .run("explain", "--assertion-file", "-", "--application", "orders")
                        .done()
                        .out())
                .contains("would accept");
        Ran exchanged = root.typing(assertion)
                .run(
                        "exchange",
                        "--organization",
                        slug,
                        "--client-id",
                        "orders",
                        "--client-secret-file",
                        secret,
                        "--assertion-file",
                        "-",
                        "--dpop",
                        "--decode")
                .done();
        assertThat(exchanged.json().at("/claims/iss").asString()).isEqualTo(server.issuer() + "/t/" + slug);
    }

    @Test
    void aDisabledOrganizationIsNotThereUntilItIsEnabled() {
        add();
        root.run("organization", "disable", slug).done();

        Ran refused = user().run("issuer", "list");
        assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err())
                .contains("There is no organization \"%s\" at %s, or it is disabled.".formatted(slug, server.issuer()));

        root.run("organization", "enable", slug).done();
        user().run("issuer", "list").done();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuer list",
                "export",
                "login",
                "keys list",
                "exchange --assertion x",
                "exchange --assertion x --dpop",
                "explain --assertion x"
            })
    void anUnknownOrganizationIsSaidByItsName(String line) {
        Ran refused = user().set("COUNTERSIGN_ORGANIZATION", "unknown").run(line.split(" ", -1));

        assertThat(refused.err()).contains("There is no organization \"unknown\" at " + server.issuer());
        assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void deletingNeedsADisabledOrganizationAndAnAnswer() {
        add();
        addPartner(user()).done();
        Ran enabled = root.run("organization", "delete", slug, "--yes");
        assertThat(enabled.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(enabled.err()).contains("Disable it first: countersign organization disable " + slug);

        root.run("organization", "disable", slug).done();
        assertThat(root.run("organization", "delete", slug).status()).isEqualTo(ExitCode.USAGE);
        Ran refused = root.answering("no").run("organization", "delete", slug);
        assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("trusted token issuers 1", "Nothing was deleted.");
        assertThat(root.answering("yes")
                        .run("organization", "delete", slug)
                        .done()
                        .out())
                .contains("Deleted the organization");

        Ran gone = root.run("organization", "show", slug);
        assertThat(gone.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(gone.err()).contains("There is no organization \"" + slug + "\".");
    }

    @Test
    void aTrustFileNamesItsOrganization() throws IOException {
        add();
        String file = write("trust.yaml", """
                organization: %s
                api_resources:
                  - name: orders
                    audience: https://orders.example
                """.formatted(slug));

        assertThat(user().unset("COUNTERSIGN_ORGANIZATION")
                        .run("apply", "-f", file, "--yes")
                        .done()
                        .out())
                .contains("+ api resource \"orders\"");
        String exported = user().run("export").done().out();
        assertThat(exported).startsWith("organization: ").contains(slug);
        assertThat(user().typing(exported).run("plan", "-f", "-").done().out()).contains("No difference.");
        assertThat(root.run("export").done().out()).doesNotContain("organization:");
    }

    @Test
    void aTrustFileOfOneOrganizationIsNotForAnother() throws IOException {
        String file = write("trust.yaml", "# ours\norganization: acme\napplications: []\n");

        Ran refused = root.run("plan", "-f", file, "--organization", "beta");
        assertThat(refused.status()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains(file + ":2:1: The file is for the organization \"acme\"")
                .contains("the command is for the organization \"beta\"");
        assertThat(root.run("apply", "-f", file, "--yes", "--organization", "").err())
                .contains("\"acme\"", "the root organization");
    }

    @Test
    void theServerRefusesADocumentOfAnotherOrganization() throws Exception {
        var answer =
                server.api().admin("POST", "/trust/plan", Map.of("organization", "acme", "applications", List.of()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").toString())
                .contains("/organization", "\"acme\"", "the root organization");
    }
}
