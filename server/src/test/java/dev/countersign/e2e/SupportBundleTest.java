package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.base.exit.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of {@code countersign support-bundle}. */
class SupportBundleTest {
    private static final Pattern SETUP_CODE = Pattern.compile("/console/setup\\?code=(\\S+)");
    private static final String WEBHOOK_SECRET = "webhook-secret-that-is-forty-characters-xx";
    private static final String WEBHOOK_PATH = "webhook-path-as-a-credential";
    private static final String DATABASE_PASSWORD = "database-password-of-a-role";
    private static final String BEARER_TOKEN = "bearer-token-for-the-keys-of-a-cluster";

    @TempDir
    Path folder;

    private Map<String, String> unpacked(Path archive) throws IOException, InterruptedException {
        Path target = Files.createTempDirectory(folder, "unpacked");
        Process tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", target.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tar.exitValue()).as(said).isZero();
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(target)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(target.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static CommandRunner user(ServerProcess server, Path userHome) {
        return new CommandRunner(userHome)
                .set("COUNTERSIGN_HOME", server.home().toString())
                .set("COUNTERSIGN_SERVER_PORT", Integer.toString(server.port()))
                .set("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET)
                .set("COUNTERSIGN_NOTICES_WEBHOOK_URL", "https://hooks.example/" + WEBHOOK_PATH)
                .set("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
    }

    @Test
    void tellsMuchAboutARunningServerAndNoSecretOfAnyKind() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/hook.secret"), WEBHOOK_SECRET);
        Files.writeString(home.resolve("conf/cluster.token"), BEARER_TOKEN);
        Map<String, String> settings = Map.of(
                "COUNTERSIGN_NOTICES_WEBHOOK_URL",
                "https://hooks.example/" + WEBHOOK_PATH,
                "COUNTERSIGN_NOTICES_WEBHOOK_SECRET_FILE",
                "hook.secret");
        try (var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(home, settings)) {
            SampleRegistry registry = SampleRegistry.in(server, partner);
            registerCluster(server);
            Path log = home.resolveSibling("home.log");
            Path archive = folder.resolve("bundle.tar.gz");

            CommandRunner.Ran ran = user(server, folder)
                    .set("COUNTERSIGN_NOTICES_WEBHOOK_SECRET_FILE", "hook.secret")
                    .run("support-bundle", archive.toString(), "--log", log.toString(), "--trust");

            assertThat(ran.status()).as(ran.out() + ran.err()).isEqualTo(ExitCode.OK);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                    .isEqualTo("rw-------");
            Map<String, String> files = unpacked(archive);
            assertThat(files.keySet())
                    .containsExactly(
                            "about.json",
                            "configuration.txt",
                            "database.json",
                            "doctor.json",
                            "doctor.txt",
                            "log.txt",
                            "metrics.txt",
                            "trust/root.json");
            assertThat(files.get("configuration.txt")).contains("notices.webhook.url = (hidden)");
            assertThat(files.get("database.json")).contains("\"table\":\"audit_events\",\"organization\":\"root\"");
            assertThat(files.get("doctor.txt")).contains("keys of partner: ");
            assertThat(files.get("log.txt")).contains("has started");
            assertThat(files.get("metrics.txt")).contains("countersign_token_requests_total{");
            assertThat(files.get("trust/root.json")).contains("\"name\":\"orders\"");
            for (String secret : secrets(home, registry)) {
                files.forEach((name, content) -> assertThat(content).as(name).doesNotContain(secret));
            }
        }
    }

    private static void registerCluster(ServerProcess server) throws Api.NoAnswer {
        var keys =
                Map.<String, Object>of("jwks_url", "https://keys.invalid/jwks", "bearer_token_file", "cluster.token");
        assertThat(server.api()
                        .admin(
                                "POST",
                                "/trusted-token-issuers",
                                Map.of("name", "cluster", "issuer", "https://cluster.example", "keys", keys))
                        .status())
                .isEqualTo(201);
    }

    private static List<String> secrets(Path home, SampleRegistry registry) throws IOException {
        List<String> secrets = new ArrayList<>(
                List.of(WEBHOOK_SECRET, WEBHOOK_PATH, BEARER_TOKEN, ServerProcess.ADMIN_SECRET, registry.secret()));
        secrets.add(Files.readString(home.resolve("conf/master.key")).strip());
        Files.readString(home.resolve("conf/tls/private-key.pem"))
                .lines()
                .filter(line -> !line.startsWith("-----") && line.length() > 20)
                .forEach(secrets::add);
        List<String> codes = SETUP_CODE
                .matcher(Files.readString(home.resolveSibling("home.log")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(codes).isNotEmpty();
        secrets.addAll(codes);
        assertThat(secrets).allMatch(secret -> secret.length() > 20).hasSizeGreaterThan(6);
        return secrets;
    }

    @Test
    void hidesThePasswordOfADatabaseThatCannotBeReached() throws Exception {
        Path archive = folder.resolve("bundle.tar.gz");

        CommandRunner.Ran ran = new CommandRunner(folder)
                .set("COUNTERSIGN_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none")
                .set("COUNTERSIGN_DATABASE_USERNAME", "role")
                .set("COUNTERSIGN_DATABASE_PASSWORD", DATABASE_PASSWORD)
                .run(
                        "support-bundle",
                        archive.toString(),
                        "--home",
                        folder.resolve("home").toString());

        assertThat(ran.status()).as(ran.err()).isEqualTo(ExitCode.OK);
        Map<String, String> files = unpacked(archive);
        assertThat(files.get("database.json")).contains("\"state\":\"failed\"");
        assertThat(files.get("configuration.txt")).contains("127.0.0.1:1/none");
        files.forEach((name, content) -> assertThat(content).as(name).doesNotContain(DATABASE_PASSWORD));
        assertThat(files).doesNotContainKeys("log.txt", "trust/root.json");
    }

    @Test
    void doesNotOverwriteAFileAndNeedsTheLogThatIsNamed() throws IOException {
        Path archive = Files.writeString(folder.resolve("bundle.tar.gz"), "before");
        var user = new CommandRunner(folder);

        assertThat(user.run(
                                "support-bundle",
                                archive.toString(),
                                "--home",
                                folder.resolve("home").toString())
                        .status())
                .isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(Files.readString(archive)).isEqualTo("before");
        assertThat(user.run(
                                "support-bundle",
                                folder.resolve("other.tar.gz").toString(),
                                "--home",
                                folder.resolve("home").toString(),
                                "--log",
                                folder.resolve("none.log").toString())
                        .status())
                .isEqualTo(ExitCode.NO_INPUT);
    }
}
