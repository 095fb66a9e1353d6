package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.e2e.CommandRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** End-to-end tests of the commands that export and import a whole organization. */
class OrganizationFilesTest {
    private static final String FILE = """
            organization: %1$s
            organization_settings:
                name: Name of %1$s
                limits:
                    applications: 5
            trusted_token_issuers:
              - name: partner
                issuer: https://partner.example
                keys:
                    jwks_url: https://partner.example/jwks
            api_resources: []
            applications:
              - name: orders
                client_id: orders
            people:
              - username: ada
                role: administrator
              - username: bob
                role: viewer
                enabled: false
            """;

    @TempDir
    private static Path servers;

    private static ServerProcess server;

    /** Slugs are never used again, so that each test has its own. */
    private static int count;

    @TempDir
    private Path folder;

    private CommandRunner root;
    private String slug;

    @BeforeAll
    static void start() {
        server = ServerProcess.start(servers.resolve("home"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void name() {
        root = CommandRunner.administrating(server, folder);
        count++;
        slug = "acme-" + count;
    }

    private String write(String text) throws IOException {
        return Files.writeString(folder.resolve("file.yaml"), text).toString();
    }

    @Test
    void aFileIsImportedAndExportedAsItIs() throws IOException {
        Ran imported =
                root.run("organization", "import", write(FILE.formatted(slug))).done();

        assertThat(imported.out())
                .contains("Imported the organization \"" + slug + "\"")
                .contains("  ada (administrator)  " + server.issuer() + "/t/" + slug + "/console/welcome?code=")
                .contains("  bob (viewer)  disabled, without a link")
                .contains("orders: client_id orders, client_secret ");
        String copy = folder.resolve("copy.yaml").toString();
        root.run("organization", "export", slug, "-o", copy).done();
        assertThat(Files.readString(Path.of(copy))).isEqualToNormalizingPunctuationAndWhitespace(FILE.formatted(slug));
    }

    @Test
    void aFileIsImportedUnderAnotherSlugAndName() throws IOException {
        String secrets = folder.resolve("secrets.json").toString();
        Ran imported = root.typing(FILE.formatted("unused"))
                .run(
                        "organization",
                        "import",
                        "-",
                        "--slug",
                        slug,
                        "--name",
                        "Another",
                        "--secrets-out",
                        secrets,
                        "--json")
                .done();

        assertThat(imported.json().path("slug").asString()).isEqualTo(slug);
        assertThat(imported.json().path("name").asString()).isEqualTo("Another");
        assertThat(imported.json().has("secrets")).isFalse();
        assertThat(Files.readString(Path.of(secrets))).contains("client_secret");
        assertThat(root.run("organization", "export", slug, "--format", "json")
                        .done()
                        .json()
                        .at("/organization_settings/name")
                        .asString())
                .isEqualTo("Another");
    }

    @Test
    void whatTheRootTrustsBecomesAnOrganization() {
        String exported = root.run("export").done().out();

        Ran imported = root.typing(exported)
                .run("organization", "import", "-", "--slug", slug, "--name", slug)
                .done();

        assertThat(imported.out())
                .contains("administrator_link  " + server.issuer() + "/t/" + slug + "/console/setup?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            role: viewer          | role: owner          | :19:5: Must be one of viewer, editor, administrator.
            username: bob         | username: ada        | :18:5: Another person of the document has this name.
            applications: 5       | applications: some   | :5:9: Must be a whole number
            people:               | peeple:              | :15:1: There is no such list
            issuer: https:        | isuer: https:        | :8:5: There is no such member
            """)
    void whatIsWrongIsSaidAtItsPlace(String right, String wrong, String place) throws IOException {
        String file = write(FILE.formatted(slug).replace(right, wrong));

        Ran refused = root.run("organization", "import", file);

        assertThat(refused.err()).contains(file + place);
        assertThat(refused.status()).isEqualTo(ExitCode.DATA);
        assertThat(root.run("organization", "show", slug).status()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void aSlugThatIsTakenIsRefusedAndNothingIsChanged() throws IOException {
        root.run("organization", "add", slug, "--name", "First " + slug).done();

        Ran refused = root.run("organization", "import", write(FILE.formatted(slug)));

        assertThat(refused.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("file.yaml:1:1: Another organization has or had this slug.");
        assertThat(root.run("organization", "show", slug).done().out()).contains("First " + slug);
    }

    @Test
    void aFileOfAWholeOrganizationIsNotApplied() throws IOException {
        Ran refused = root.run("plan", "-f", write(FILE.formatted(slug)));

        assertThat(refused.status()).isEqualTo(ExitCode.DATA);
        assertThat(refused.err())
                .contains("file.yaml:2:1: Only organization import reads \"organization_settings\".")
                .contains("file.yaml:15:1: Only organization import reads \"people\".");
    }

    @Test
    void theRootAloneExportsAndImports() throws IOException {
        root.run("organization", "add", slug).done();
        CommandRunner elsewhere = root.set("COUNTERSIGN_ORGANIZATION", slug);

        assertThat(elsewhere.run("organization", "export", slug).status()).isEqualTo(ExitCode.USAGE);
        assertThat(elsewhere
                        .run("organization", "import", write(FILE.formatted(slug)))
                        .err())
                .contains("Organizations are managed at the root");
        assertThat(root.unset("COUNTERSIGN_ORGANIZATION")
                        .run("organization", "export", "unknown")
                        .status())
                .isEqualTo(ExitCode.REFUSED);
    }
}
