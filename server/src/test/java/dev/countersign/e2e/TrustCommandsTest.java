package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the commands for issuers and applications. */
class TrustCommandsTest {
    @TempDir
    private static Path servers;

    private static ServerProcess server;
    private static ThirdParty partner;

    @TempDir
    private Path folder;

    private CommandRunner commands;

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
    void empty() {
        commands = CommandRunner.administrating(server, folder);
        commands.run("issuer", "list", "--json")
                .json()
                .forEach(issuer -> commands.run(
                                "issuer", "remove", issuer.path("id").asString(), "--force")
                        .done());
        commands.run("application", "list", "--json").json().forEach(application -> {
            if (!application.path("client_id").asString().equals(ServerProcess.ADMIN_ID)) {
                commands.run("application", "remove", application.path("id").asString())
                        .done();
            }
        });
    }

    private CommandRunner.Ran addPartner() {
        String keys = partner.jwksUrl();
        return commands.run(
                "issuer", "add", "partner", "--issuer", partner.issuer(), "--jwks-url", keys, "--alias", "us");
    }

    @Test
    void anIssuerIsAddedInOneLineAndFoundByItsNameAndItsId() {
        assertThat(addPartner().done().out()).contains("Added the trusted token issuer \"partner\"");
        var shown = commands.run("issuer", "show", "partner", "--json").done().json();
        assertThat(shown.path("issuer").asString()).isEqualTo(partner.issuer());
        assertThat(shown.path("alias").asString()).isEqualTo("us");
        assertThat(shown.path("keys").path("jwks_url").asString()).isEqualTo(partner.jwksUrl());
        assertThat(commands.run("issuer", "show", shown.path("id").asString(), "--json")
                        .json())
                .isEqualTo(shown);
        assertThat(commands.run("issuer", "list").done().out())
                .contains("NAME", "partner", partner.issuer(), "enabled");
    }

    @Test
    void everyProblemIsToldAtOnceWithItsOption() {
        var refused = commands.run(
                "issuer",
                "add",
                "a:b",
                "--issuer",
                "",
                "--jwks-url",
                "ftp://x",
                "--condition",
                "true",
                "--condition",
                "1 +");

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err()).contains("name: ", "--issuer: ", "--jwks-url: ", "--condition (number 2): ");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void editingChangesWhatOptionsNameAndNothingElse() {
        addPartner().done();
        var before = commands.run("issuer", "show", "partner", "--json").json();
        commands.run(
                        "issuer",
                        "edit",
                        "partner",
                        "--clock-skew",
                        "1m",
                        "--alias",
                        "",
                        "--claim",
                        "email",
                        "--claim",
                        "groups=roles",
                        "--require-jti",
                        "--scope",
                        "a,b",
                        "--subject-claim",
                        "email")
                .done();

        var after = commands.run("issuer", "show", "partner", "--json").json();
        assertThat(after.path("clock_skew_seconds").asInt()).isEqualTo(60);
        assertThat(after.path("alias").isNull()).isTrue();
        assertThat(after.path("claims").toString())
                .isEqualTo("[{\"from\":\"email\",\"to\":\"email\"},{\"from\":\"groups\",\"to\":\"roles\"}]");
        assertThat(after.path("replay").path("require_jti").asBoolean()).isTrue();
        assertThat(after.path("scopes")).hasSize(2);
        assertThat(after.path("subject").toString()).isEqualTo("{\"mapping\":\"claim\",\"claim\":\"email\"}");
        assertThat(after.path("keys")).isEqualTo(before.path("keys"));

        commands.run("issuer", "edit", "partner", "--no-require-jti", "--scope", "", "--subject-mapping", "as_is")
                .done();
        var again = commands.run("issuer", "show", "partner", "--json").json();
        assertThat(again.path("replay").path("require_jti").asBoolean()).isFalse();
        assertThat(again.path("scopes").isNull()).isTrue();
        assertThat(again.path("subject").path("mapping").asString()).isEqualTo("as_is");
    }

    @Test
    void editingNothingIsWrongUse() {
        addPartner().done();

        assertThat(commands.run("issuer", "edit", "partner").status()).isEqualTo(64);
    }

    @Test
    void whatIsNotThereIsSaidByName() {
        var missing = commands.run("issuer", "show", "nobody");

        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("There is no trusted token issuer \"nobody\".");
    }

    @Test
    void anIssuerIsDisabledEnabledAndRemoved() {
        addPartner().done();

        commands.run("issuer", "disable", "partner").done();
        assertThat(commands.run("issuer", "list").out()).contains("disabled");
        commands.run("issuer", "enable", "partner").done();
        assertThat(commands.run("issuer", "list").out()).contains("enabled");
        commands.run("issuer", "remove", "partner").done();
        assertThat(commands.run("issuer", "list").done().err()).contains("There is no trusted token issuer.");
    }

    @Test
    void anIssuerThatApplicationsNameIsRemovedByForceOnly() {
        addPartner().done();
        commands.run("application", "add", "orders", "--trusted-issuer", "partner")
                .done();

        var refused = commands.run("issuer", "remove", "partner");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("orders");
        commands.run("issuer", "remove", "partner", "--force").done();
    }

    @Test
    void theKeysInUseAreShown() {
        addPartner().done();

        var keys = commands.run("issuer", "keys", "partner", "--refresh").done();
        assertThat(keys.out()).contains("KID", "ES256");
        assertThat(commands.run("issuer", "keys", "partner", "--json").json().path("keys"))
                .hasSize(1);
    }

    @Test
    void aCertificateInPemOrDerIsTakenAndAnotherAddedBesideIt() throws Exception {
        Path pem = server.home().resolve("conf").resolve("tls").resolve("certificate.pem");
        var certificate = java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(Files.newInputStream(pem));
        Path der = Files.write(folder.resolve("certificate.der"), certificate.getEncoded());

        commands.run("issuer", "add", "files", "--issuer", "https://f.example", "--certificate", der.toString())
                .done();
        assertThat(commands.run("issuer", "show", "files").out()).contains("certificate of O=Countersign,CN=localhost");
        commands.run("issuer", "edit", "files", "--add-certificate", pem.toString())
                .done();
        assertThat(commands.run("issuer", "list").out()).contains("2 certificates");
        commands.run("issuer", "edit", "files", "--jwks-url", partner.jwksUrl()).done();
        assertThat(commands.run("issuer", "list").out()).contains(partner.jwksUrl());
    }

    @Test
    void anIssuerIsReadFromADocumentThatOptionsChange() {
        commands.typing("""
                {"name": "written", "issuer": "https://w.example", "keys": {"jwks_url": "%s"}, "clock_skew_seconds": 5}
                """.formatted(partner.jwksUrl()));

        commands.run("issuer", "add", "--file", "-", "--clock-skew", "7").done();

        var shown = commands.run("issuer", "show", "written", "--json").json();
        assertThat(shown.path("clock_skew_seconds").asInt()).isEqualTo(7);
    }

    @Test
    void aDocumentThatIsNoJsonIsRefusedWithItsPlace() {
        var refused = commands.typing("{\n  \"name\": oops }").run("issuer", "add", "--file", "-");

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err()).contains("the standard input", "line 2");
    }

    @Test
    void anApplicationIsAddedAndItsSecretShownThisOnce() {
        var added = commands.run(
                        "application", "add", "orders", "--scope", "orders:read", "--default-scope", "orders:read")
                .done();

        assertThat(added.out()).contains("client_id", "client_secret");
        assertThat(commands.run("application", "list").out()).contains("orders", "orders:read", "any");
        assertThat(commands.run("application", "show", "orders").out()).doesNotContainPattern("(?m)^client_secret ");
    }

    @Test
    void aSecretGoesToAFileOfItsOwnerAlone() throws Exception {
        Path file = folder.resolve("orders.secret");
        var added = commands.run("application", "add", "orders", "--secret-out", file.toString(), "--json")
                .done();

        String secret = Files.readString(file).strip();
        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(added.out()).doesNotContain(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSecretFileThatIsThereIsKeptAndNothingIsAdded() throws Exception {
        Path file = Files.writeString(folder.resolve("orders.secret"), "precious");

        var refused = commands.run("application", "add", "orders", "--secret-out", file.toString());

        assertThat(refused.status()).isEqualTo(73);
        assertThat(file).hasContent("precious");
        assertThat(commands.run("application", "show", "orders").status()).isEqualTo(1);
    }

    @Test
    void noSecretFileIsLeftWhenNothingWasAdded() {
        Path file = folder.resolve("orders.secret");

        assertThat(commands.run("application", "add", "", "--secret-out", file.toString())
                        .status())
                .isEqualTo(65);
        assertThat(file).doesNotExist();
    }

    @Test
    void secretsAreAddedAndRemoved() {
        commands.run("application", "add", "orders").done();
        String id = commands.run("application", "secret", "add", "orders", "--expires-in", "90d", "--json")
                .done()
                .json()
                .path("id")
                .asString();

        assertThat(commands.run("application", "secret", "add", "orders").status())
                .isEqualTo(1);
        commands.run("application", "secret", "remove", "orders", id).done();
        assertThat(commands.run("application", "show", "orders", "--json")
                        .json()
                        .path("secrets"))
                .hasSize(1);
    }

    @Test
    void anApplicationKeepsTheCredentialsItHadElsewhere() throws Exception {
        Path secret = Files.writeString(folder.resolve("old"), "a-secret-from-elsewhere-of-many-characters\n");

        commands.run(
                        "application",
                        "add",
                        "old",
                        "--new-client-id",
                        "old-1",
                        "--new-client-secret-file",
                        secret.toString(),
                        "--grant-type",
                        "client_credentials",
                        "--scope",
                        "x")
                .done();

        assertThat(commands.run("application", "show", "old-1", "--json")
                        .json()
                        .path("name")
                        .asString())
                .isEqualTo("old");
        assertThat(server.api()
                        .token(
                                "old-1",
                                "a-secret-from-elsewhere-of-many-characters",
                                java.util.Map.of("grant_type", "client_credentials"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatAStrangerWroteCannotCommandTheTerminal() {
        commands.run(
                        "issuer",
                        "add",
                        "partner",
                        "--issuer",
                        partner.issuer(),
                        "--jwks-url",
                        partner.jwksUrl(),
                        "--description",
                        "a\u001b]0;title\u0007b\u009b31m\u202ec")
                .done();

        assertThat(commands.run("issuer", "show", "partner").out())
                .contains("a\\u001b]0;title\\u0007b\\u009b31m\\u202ec");
        assertThat(commands.run("issuer", "show", "partner", "--json").out())
                .contains("\\u009b31m\\u202ec")
                .doesNotContain("\u009b", "\u202e");
    }

    @Test
    void coloursAreForTerminalsOrForThoseWhoAsk() {
        addPartner().done();
        assertThat(commands.run("issuer", "list").out()).doesNotContain("\u001b");
        assertThat(commands.run("issuer", "list", "--color", "always").out()).contains("\u001b[1mNAME");
        commands.answering("");
        assertThat(commands.run("issuer", "list").out()).contains("\u001b[1mNAME");
        assertThat(commands.run("issuer", "list", "--color", "never").out()).doesNotContain("\u001b");
        commands.set("NO_COLOR", "1");
        assertThat(commands.run("issuer", "list").out()).doesNotContain("\u001b");
        assertThat(commands.run("issuer", "list", "--color", "pink").status()).isEqualTo(64);
    }
}
