package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** End-to-end tests of a trust configuration kept in files and applied to a running server. */
class TrustAsCodeTest {
    @TempDir
    private Path folder;

    private ServerProcess server;
    private ThirdParty thirdParty;
    private CommandRunner commands;

    @BeforeEach
    void start() {
        server = ServerProcess.start(folder.resolve("home"));
        thirdParty = ThirdParty.start("partner");
        commands = CommandRunner.administrating(server, folder);
    }

    @AfterEach
    void stop() {
        server.close();
        thirdParty.close();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String guide() throws IOException {
        return write("trust.yaml", """
                trusted_token_issuers:
                  - name: partner
                    issuer: %s
                    keys:
                      jwks_url: %s
                applications:
                  - name: orders-app
                    client_id: orders-app
                    scopes: [orders:read]
                """.formatted(thirdParty.issuer(), thirdParty.jwksUrl()));
    }

    @Test
    void theGuideOfTheReferenceDocumentIsDoneByOneApply() throws IOException {
        String file = guide();
        Path secrets = folder.resolve("secrets.json");

        var plan = commands.run("plan", "-f", file);
        assertThat(plan.status()).isEqualTo(2);
        assertThat(plan.out())
                .contains("+ trusted token issuer \"partner\"", "+ application \"orders-app\"", "2 to create");

        var applied = commands.run("apply", "-f", file, "--yes", "--secrets-out", secrets.toString());
        assertThat(applied.done().out()).contains("Applied.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");
        String secret = JsonMapper.shared()
                .readTree(secrets.toFile())
                .path(0)
                .path("client_secret")
                .asString();
        assertThat(applied.out()).doesNotContain(secret);

        var exchange = commands.set("COUNTERSIGN_CLIENT_ID", "orders-app")
                .set("COUNTERSIGN_CLIENT_SECRET", secret)
                .typing(thirdParty.assertion(server.issuer()))
                .run("exchange", "--assertion-file", "-", "--json");
        assertThat(exchange.done().status()).isZero();
    }

    @Test
    void planAfterApplyAndPlanOfAnExportFindNoDifference() throws IOException {
        String file = guide();
        commands.run("apply", "-f", file, "--yes").done();

        assertThat(commands.run("plan", "-f", file).done().out()).contains("No difference.");
        String exported = commands.run("export").done().out();
        assertThat(commands.typing(exported).run("plan", "-f", "-").done().out())
                .contains("No difference.");
        assertThat(commands.typing(commands.run("export", "--format", "json").out())
                        .run("plan", "-f", "-")
                        .status())
                .isZero();
    }

    @Test
    void asksBeforeItActsAndNeedsYesWhereNobodyIs() throws IOException {
        String file = guide();

        assertThat(commands.run("apply", "-f", file).status()).isEqualTo(64);
        assertThat(commands.answering("no").run("apply", "-f", file).status()).isEqualTo(1);
        assertThat(commands.run("plan", "-f", file).status()).isEqualTo(2);
        assertThat(commands.answering("yes").run("apply", "-f", file).done().out())
                .contains("client_secret");
    }

    @Test
    void saysWhatChangesAndPrunesWhatTheFilesNoLongerName() throws IOException {
        commands.run("apply", "-f", guide(), "--yes").done();
        String file = write("trust.yaml", """
                applications:
                  - name: orders-app
                    scopes: [orders:read, orders:write]
                """);

        assertThat(commands.run("plan", "-f", file, "--prune").out())
                .contains(
                        "~ application \"orders-app\"",
                        "scopes: [\"orders:read\"] → [\"orders:read\",\"orders:write\"]",
                        "- trusted token issuer \"partner\"");
        commands.run("apply", "-f", file, "--prune", "--yes").done();
        assertThat(commands.run("issuer", "list", "--json").json().toString()).doesNotContain("partner");
    }

    @Test
    void namesFileLineAndColumnOfWhatTheServerRefuses() throws IOException {
        String file = write("trust.yaml", """
                trusted_token_issuers:
                  - name: ci
                    preset: github-actions
                  - name: other
                    isuer: https://other.example
                """);

        var refused = commands.run("plan", "-f", file);

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err())
                .contains(file + ":2:5: GitHub signs")
                .contains(file + ":5:5: There is no such member; did you mean \"issuer\"?");
    }
}
