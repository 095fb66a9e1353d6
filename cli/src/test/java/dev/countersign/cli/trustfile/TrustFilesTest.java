package dev.countersign.cli.trustfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.cli.trustfile.TrustFiles.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TrustFilesTest {
    private static final Map<String, String> VARIABLES = Map.of("APP_SECRET", "value of the variable");

    private static TrustFiles read(String... texts) throws UnreadableFileException {
        var sources = new ArrayList<Source>();
        for (String text : texts) {
            sources.add(new Source((char) ('a' + sources.size()) + ".yaml", text));
        }
        return TrustFiles.read(sources, name -> Optional.ofNullable(VARIABLES.get(name)));
    }

    private static List<String> findings(String... texts) {
        return catchThrowableOfType(UnreadableFileException.class, () -> read(texts))
                .findings();
    }

    @Test
    void readsYamlByTheCoreSchema() throws UnreadableFileException {
        assertThat(read("""
                trusted_token_issuers:
                  - name: no
                    enabled: true
                    clock_skew_seconds: 0x1E
                    max_lifetime_seconds: 3600
                    alias: ~
                    description: "007"
                """).body().path("trusted_token_issuers").toString())
                .isEqualTo("[{\"name\":\"no\",\"enabled\":true,\"clock_skew_seconds\":30,"
                        + "\"max_lifetime_seconds\":3600,\"alias\":null,\"description\":\"007\"}]");
    }

    @Test
    void readsJsonToo() throws UnreadableFileException {
        assertThat(read("{\"applications\":[{\"name\":\"a\",\"scopes\":[\"x\"]}]}")
                        .body()
                        .path("applications")
                        .toString())
                .isEqualTo("[{\"name\":\"a\",\"scopes\":[\"x\"]}]");
    }

    @Test
    void joinsFilesAndRemembersWhereEverythingStands() throws UnreadableFileException {
        TrustFiles files = read(
                "applications:\n  - name: a\n",
                "# comment\napplications:\n  - name: b\n    scopes:\n      - x\n      - y\n",
                "");

        assertThat(files.body().path("applications").toString())
                .isEqualTo("[{\"name\":\"a\"},{\"name\":\"b\",\"scopes\":[\"x\",\"y\"]}]");
        assertThat(files.location("/applications/0/name")).contains(new SourceLocation("a.yaml", 2, 5));
        assertThat(files.location("/applications/1/scopes/1")).contains(new SourceLocation("b.yaml", 6, 9));
        assertThat(files.location("/applications/1/client_id")).contains(new SourceLocation("b.yaml", 3, 5));
        assertThat(files.location("/owner")).isEmpty();
        assertThat(files.location("")).isEmpty();
    }

    @Test
    void takesASecretFromTheEnvironment() throws UnreadableFileException {
        TrustFiles files = read("applications:\n  - name: a\n    secret: {env: APP_SECRET}\n");

        assertThat(files.body().path("applications").toString())
                .isEqualTo("[{\"name\":\"a\",\"client_secret\":\"value of the variable\"}]");
        assertThat(files.location("/applications/0/client_secret")).contains(new SourceLocation("a.yaml", 3, 14));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "applications: {}|a.yaml:1:1: Must be a list.",
                "[]|a.yaml:1:1: The document must be",
                "a: [|This is not YAML",
                "issuers: []|a.yaml:1:1: There is no such list",
                "applications: [{name: a, name: b}]|a.yaml:1:26:",
                "applications: [{name: &x a}]|a.yaml:1:23: Anchors",
                "applications: [{name: !!binary a}]|a.yaml:1:23: The tag",
                "applications: [{name: !java.lang.Object a}]|a.yaml:1:23: The tag",
                "applications: [{name: .inf}]|a.yaml:1:23: This number is not supported",
                "applications: [{client_secret: abc}]|a.yaml:1:17: Secrets must not be in files",
                "applications: [{secret: {env: NOT_SET}}]|a.yaml:1:26: The environment variable",
                "applications: [{secret: {env: APP_SECRET, generate: true}}]|a.yaml:1:17: Set either env or generate",
                "applications: [{? [a] : b}]|a.yaml:1:",
                "organization: Acme|a.yaml:1:1: Must be the slug of an organization",
                "organization: 12|a.yaml:1:1: Must be the slug of an organization",
                "organization: ''|a.yaml:1:1: Must be the slug of an organization",
                "organizations: acme|a.yaml:1:1: There is no such list",
            })
    void namesFileLineAndColumnOfWhatIsWrong(String text, String finding) {
        assertThat(findings(text)).anyMatch(found -> found.contains(finding));
    }

    @Test
    void refusesASecondDocumentAndWhatGrowsByAliases() {
        assertThat(findings("applications: []\n---\napplications: []\n"))
                .containsExactly("a.yaml:3:1: A file must contain only one document; this is another.");
        assertThat(findings("x: &a [1]\ny: [*a, *a]\n")).isNotEmpty();
    }

    @Test
    void anOrganizationIsNamedByAnyOfTheFiles() throws UnreadableFileException {
        TrustFiles files = read("applications: []\n", "# ours\norganization: acme\n", "organization: acme\n");

        assertThat(files.organization()).contains("acme");
        assertThat(files.body().path("organization").asString()).isEqualTo("acme");
        assertThat(files.location("/organization")).contains(new SourceLocation("b.yaml", 2, 1));
        assertThat(read("organization: ~\n").organization()).isEmpty();
    }

    @Test
    void filesOfTwoOrganizationsAreRefusedWithBothNames() {
        assertThat(findings("organization: acme\n", "organization: beta\n"))
                .containsExactly("b.yaml:1:1: This file is for the organization \"beta\", and another for \"acme\";"
                        + " all must be for the same.");
    }

    @Test
    void findsWhatIsWrongInEveryFile() {
        assertThat(findings("a: 1\n", "b: 1\n")).hasSize(2);
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @StringLength(max = 40) String text) throws UnreadableFileException {
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            return;
        }
        var document = JsonMapper.shared()
                .createObjectNode()
                .set(
                        "applications",
                        JsonMapper.shared()
                                .createArrayNode()
                                .add(JsonMapper.shared()
                                        .createObjectNode()
                                        .put("name", text)
                                        .put("enabled", false)
                                        .put("number", 5)
                                        .putNull("scopes")));

        assertThat(read(YamlWriter.write(document)).body().path("applications").toString())
                .isEqualTo(document.path("applications").toString());
    }
}
