package dev.countersign.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the files of an import: hostile input, and the files that it writes. */
class ImportFilesTest {
    private static final String REALM = ImportRun.sample("keycloak/realm.json");

    @TempDir
    private Path folder;

    private Path trust;
    private Path secrets;

    @BeforeEach
    void nameFiles() {
        trust = folder.resolve("trust.yaml");
        secrets = folder.resolve("trust.yaml.secrets.env");
    }

    private ImportRun imported(byte[] content, String product) throws Exception {
        Path file = folder.resolve("export");
        Files.write(file, content);
        return ImportRun.of(product, file.toString(), "-o", trust.toString());
    }

    private void refused(String content, String reason) throws Exception {
        var run = imported(content.getBytes(StandardCharsets.UTF_8), "wso2");

        assertThat(run.status()).as(run.err()).isEqualTo(65);
        assertThat(run.err()).contains(reason).doesNotContain("should not happen");
        assertThat(trust).doesNotExist();
    }

    @Test
    void externalEntitiesAreNotRead() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "content-of-another-file");
        refused("""
                <?xml version="1.0"?>
                <!DOCTYPE IdentityProvider [<!ENTITY x SYSTEM "%s">]>
                <IdentityProvider><IdentityProviderName>&x;</IdentityProviderName></IdentityProvider>
                """.formatted(secret.toUri()), "document type");
        refused("""
                <!DOCTYPE IdentityProvider SYSTEM "http://127.0.0.1:1/x.dtd">
                <IdentityProvider/>
                """, "document type");
        refused("<IdentityProvider><IdentityProviderName>&x;</IdentityProviderName></IdentityProvider>", "");
    }

    @Test
    @Timeout(20)
    void repeatedEntitiesAndAliasesAreBounded() throws Exception {
        var xml = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            xml.append("<!ENTITY e%s \"&e%s;&e%s;\">".formatted(i, i - 1, i - 1));
        }
        refused(xml.append("]><a>&e29;</a>").toString(), "document type");

        var yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("a%s: &a%s [*a%s, *a%s]\n".formatted(i, i, i - 1, i - 1));
        }
        refused(yaml.toString(), "more than 200000 values");
        refused("a: &a\n  b: *a\n", "cannot be read");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        refused("<a>".repeat(20_000) + "</a>".repeat(20_000), "nested too deeply");
        refused("[".repeat(20_000) + "]".repeat(20_000), "cannot be read");
        refused("a: " + "[".repeat(20_000), "nested too deeply");
        refused("- ".repeat(200) + "x", "nested too deeply");
    }

    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        refused("[" + " ".repeat(16 << 20) + "]", "larger than 16 MB");
        refused("<a>" + "<b/>".repeat(200_000) + "</a>", "more than 200000 elements");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "# nothing\n",
                "{",
                "{\"a\":1,\"a\":2}",
                "[1]",
                "{}",
                "text",
                "<a>",
                "<a/><b/>",
                "a: b: c",
                "{\"identityProviderName\": {\"x\": 1}}",
                "{\"identityProviderName\": \"x\", \"enable\": \"perhaps\"}",
                "{\"identityProviderName\": \"x\", \"idpProperties\": \"many\"}",
                "{\"applicationName\": \"x\", \"inboundAuthenticationConfig\": [1]}",
                "{\"identityProviderName\": \"a\0b\"}",
                "{\"issuer\": \"https://hydra.example\"}"
            })
    void whatIsNoExportOfTheProductIsRefused(String content) throws Exception {
        refused(content, "");
    }

    @Test
    void whatIsNotTextIsRefused() throws Exception {
        var run = imported(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1}, "hydra");

        assertThat(run.status()).isEqualTo(65);
        assertThat(run.err()).contains("no text in UTF-8");
    }

    @Test
    void aByteOrderMarkIsIgnored() throws Exception {
        assertThat(imported(("\uFEFF" + ImportRun.text("wso2/idp.xml")).getBytes(StandardCharsets.UTF_8), "wso2")
                        .status())
                .isZero();
    }

    @Test
    void controlCharactersOfAnExportDoNotReachTheTerminal() throws Exception {
        var run = ImportRun.ofChanged(
                "wso2", "wso2/idp.json", provider -> provider.put("identityProviderName", "a\u001b[31mb\nc"));

        assertThat(run.err()).doesNotContain("\u001b").contains("\\u001b");
        assertThat(run.issuer().path("name").asString()).isEqualTo("a-[31mb-c");
    }

    @Test
    void bothFilesAreForTheirOwnerAlone() throws Exception {
        assertThat(ImportRun.of("keycloak", REALM, "-o", trust.toString()).status())
                .isZero();

        for (Path file : new Path[] {trust, secrets}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(Files.readString(trust)).doesNotContain("secret-at-keycloak");
    }

    @Test
    void existingFilesAreReplacedOnlyByForce() throws Exception {
        for (Path existing : new Path[] {trust, secrets}) {
            Files.writeString(existing, "mine");
            var refused = ImportRun.of("keycloak", REALM, "-o", trust.toString());
            assertThat(refused.status()).isEqualTo(73);
            assertThat(refused.err()).contains("--force");
            assertThat(existing).hasContent("mine");
            Files.delete(existing);
            assertThat(trust).doesNotExist();
        }
        Files.writeString(trust, "mine");
        assertThat(ImportRun.of("keycloak", REALM, "-o", trust.toString(), "--force")
                        .status())
                .isZero();
        assertThat(trust).content().contains("trusted_token_issuers");
    }

    @Test
    void theOutputIsTheSameEachTime() {
        String once = ImportRun.of("keycloak", REALM).out();

        assertThat(once)
                .isNotEmpty()
                .isEqualTo(ImportRun.of("keycloak", REALM, "-o", "-").out());
    }

    @Test
    void onTheScreenASecretNeedsAFileOfItsOwn() throws Exception {
        var without = ImportRun.of("keycloak", REALM);
        var with = ImportRun.of("keycloak", REALM, "--secrets-out", secrets.toString());

        assertThat(without.status()).isEqualTo(3);
        assertThat(without.undecided()).singleElement().asString().contains("--secrets-out");
        assertThat(with.status()).isZero();
        assertThat(secrets).content().contains("secret-at-keycloak");
    }

    @Test
    void aQuoteInASecretDoesNotEndItInTheShell() throws Exception {
        var run = ImportRun.ofChanged(
                "hydra",
                "hydra/clients.json",
                list -> ((ObjectNode) list.path("items").path(0))
                        .put("client_secret", "it's-a-secret-with-a-quote-and-$HOME"));
        assertThat(run.status()).isEqualTo(3);

        Path export = folder.resolve("clients.json");
        Files.writeString(
                export,
                ImportRun.text("hydra/clients.json")
                        .replace("secret-at-hydra-of-many-characters-01", "it's-a-secret-with-a-quote-and-$HOME"));
        ImportRun.of("hydra", export.toString(), "-o", trust.toString());

        // POSIX shell: a quote within single quotes is written by leaving them
        assertThat(Files.readAllLines(secrets))
                .anySatisfy(line -> assertThat(line)
                        .endsWith("COUNTERSIGN_IMPORTED_ORDERS_CLIENT='it'\\''s-a-secret-with-a-quote-and-$HOME'"));
    }

    @Test
    void theReportCanBeJson() throws Exception {
        var run = ImportRun.of("keycloak", REALM, "-o", trust.toString(), "--json");
        var report = RemoteJson.readObject(run.out().getBytes(StandardCharsets.UTF_8));

        assertThat(run.status()).isZero();
        assertThat(report.path("needs_decision").asBoolean(true)).isFalse();
        assertThat(report.path("carried").path(0).path("record").asString()).isEqualTo("identity provider \"partner\"");
        assertThat(report.path("left_out")).isNotEmpty();
        assertThat(ImportRun.of("keycloak", REALM, "--json").status()).isEqualTo(64);
    }

    @Test
    void aFolderIsReadInTheOrderOfItsNames() throws Exception {
        for (String name : new String[] {"issuers.json", "keys.json", "clients.json"}) {
            Files.copy(Path.of(ImportRun.sample("hydra/" + name)), folder.resolve(name));
        }
        Files.writeString(folder.resolve("notes.txt"), "not an export");

        assertThat(ImportRun.of("hydra", folder.toString(), "-o", trust.toString())
                        .status())
                .isZero();
        assertThat(ImportRun.of("hydra", folder.resolve("none").toString()).status())
                .isEqualTo(66);
    }

    @Test
    void productsAreNamed() {
        assertThat(ImportRun.of().status()).isEqualTo(64);
        assertThat(ImportRun.of("other", REALM).status()).isEqualTo(64);
        assertThat(ImportRun.of("keycloak").status()).isEqualTo(64);
    }

    @Test
    void theTrustFileAndTheSecretsAreDifferentFiles() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        Path inside = Files.createDirectory(folder.resolve("inside"));
        for (Path spelling : new Path[] {
            trust, folder.resolve("./trust.yaml"), inside.resolve("../trust.yaml"), link.resolve("trust.yaml")
        }) {
            var run = ImportRun.of(
                    "keycloak", REALM, "-o", trust.toString(), "--secrets-out", spelling.toString(), "--force");
            assertThat(run.status()).as(run.err()).isEqualTo(64);
            assertThat(run.err()).contains("-o and --secrets-out name the same file");
            assertThat(trust).doesNotExist();
        }
        Files.writeString(trust, "mine");
        Path other = Files.createSymbolicLink(folder.resolve("other.yaml"), trust);
        assertThat(ImportRun.of("keycloak", REALM, "-o", trust.toString(), "--secrets-out", other.toString(), "--force")
                        .status())
                .isEqualTo(64);
        assertThat(trust).hasContent("mine");
        assertThat(ImportRun.of(
                                "keycloak",
                                REALM,
                                "-o",
                                trust.toString(),
                                "--secrets-out",
                                inside.resolve("trust.yaml").toString(),
                                "--force")
                        .status())
                .isZero();
    }

    @Test
    void theHintQuotesTheFileForTheShell() throws Exception {
        Path file = Files.createDirectory(folder.resolve("it's $HOME; x")).resolve("s.env");
        var run = ImportRun.of("keycloak", REALM, "--secrets-out", file.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("  . '%s/it'\\''s $HOME; x/s.env'\n".formatted(folder));
    }
}
