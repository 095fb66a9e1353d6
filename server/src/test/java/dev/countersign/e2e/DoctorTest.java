package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of {@code countersign doctor}. */
class DoctorTest {
    @TempDir
    Path folder;

    private CommandRunner user(ServerProcess server) {
        return new CommandRunner(folder)
                .set("COUNTERSIGN_HOME", server.home().toString())
                .set("COUNTERSIGN_SERVER_PORT", Integer.toString(server.port()))
                .set("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
    }

    private Map<String, String> contents(Path home) throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        }
        return contents;
    }

    @Test
    void tellsWhatAFetchOfEachIssuersKeysMeetsInEveryOrganizationOfARunningServer() throws Exception {
        try (var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"))) {
            SampleRegistry.in(server, partner);
            OrganizationSite.root(server)
                    .create("acme")
                    .api(
                            "POST",
                            "/trusted-token-issuers",
                            Map.of(
                                    "name",
                                    "inside",
                                    "issuer",
                                    "https://inside.example",
                                    "keys",
                                    Map.of("jwks_url", partner.jwksUrl())));
            int fetches = partner.fetches();

            CommandRunner.Ran ran = user(server).run("doctor");

            assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(ran.out())
                    .contains("ok          configuration: ")
                    .contains("ok          master key: It can be read.")
                    .contains("ok          certificate of server: O=Countersign,CN=localhost is valid until ")
                    .contains("ok          database: SQLite, ")
                    .contains("ok          clock: No event of the audit is from the future.")
                    .contains("The running server has ")
                    .contains("ok          keys of partner: " + partner.jwksUrl() + " has one usable key.")
                    .contains("ok          clock of partner: ")
                    .contains("ok          keys of acme/inside: ")
                    .contains("problem     keys of unreachable: ")
                    .contains("/nowhere: answered 404.")
                    .doesNotContain("switched-off");
            assertThat(partner.fetches()).isGreaterThan(fetches);
            assertThat(server.api().get("/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void changesNothingInAStoppedHomeAndSaysSoInJson() throws Exception {
        try (var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"))) {
            server.api().register(partner);
            server.terminate();
            Map<String, String> before = contents(server.home());

            CommandRunner.Ran ran = user(server).run("doctor", "--json");

            assertThat(contents(server.home())).isEqualTo(before);
            JsonNode findings = ran.json().get("findings");
            assertThat(findings.valueStream()
                            .filter(finding -> finding.get("check").asString().equals("keys")))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.get("result").asString()).isEqualTo("ok");
                        assertThat(finding.get("subject").asString()).isEqualTo("partner");
                    });
            assertThat(findings.valueStream()
                            .map(finding -> finding.get("message").asString()))
                    .anyMatch(message -> message.startsWith("No metrics of a running server could be read"));
        }
    }

    @Test
    void neverSaysOkOfWhatItCouldNotCheck() throws IOException {
        CommandRunner.Ran ran = new CommandRunner(folder)
                .run("doctor", "--home", folder.resolve("new").toString());

        assertThat(ran.status()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(ran.out())
                .contains("not checked master key: ")
                .contains("not checked certificate of server: ")
                .contains("not checked database: There is no database yet")
                .contains("not checked clock: ")
                .contains("not checked keys: ");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void namesEveryProblemOfTheConfigurationAndChecksWhatItCan() throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/deployment.toml"), "[server]\nport = 99999\nbimd = \"::\"\n");

        CommandRunner.Ran ran = new CommandRunner(folder).run("doctor", "--home", home.toString());

        assertThat(ran.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.out())
                .contains("problem     configuration: ", "server.port: ", "server.bimd: ", "did you mean server.bind?")
                .contains("not checked database: The configuration is not valid")
                .contains("disk: ");
    }

    @Test
    void reportsADatabaseThatCannotBeReached() throws IOException {
        CommandRunner.Ran ran = new CommandRunner(folder)
                .set("COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none")
                .set("COUNTERSIGN_DATABASE_USERNAME", "role")
                .set("COUNTERSIGN_DATABASE_PASSWORD", "very-secret")
                .run("doctor", "--home", folder.resolve("home").toString());

        assertThat(ran.status()).isEqualTo(ExitCode.REFUSED);
        assertThat(ran.out())
                .contains("problem     database: The database cannot be read: ")
                .contains("not checked clock: The database cannot be read.")
                .doesNotContain("very-secret");
    }
}
