package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.server.store.PgBouncer;
import dev.countersign.server.store.PostgresCluster;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.transport.tls.FirstCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the connection to PostgreSQL: verified TLS, and a password that appears in no output. */
class DatabaseConnectionTest {
    private static final String PASSWORD = "a-password-that-nobody-may-see";

    @TempDir
    static Path folder;

    private static PostgresCluster database;
    private static CertificateFiles certificate;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        database = PostgresCluster.start(Map.of("password_encryption", "scram-sha-256"));
        var clock = new SettableClock(Instant.now());
        certificate = FirstCertificate.in(folder.resolve("database"), clock);
        Path chain = database.give(certificate.certificate(), "server.crt");
        Path key = database.give(certificate.privateKey(), "server.key");
        database.stop("fast");
        database.append(
                "postgresql.conf", "ssl = on\nssl_cert_file = '%s'\nssl_key_file = '%s'\n".formatted(chain, key));
        database.prepend("pg_hba.conf", "hostssl all tokens all scram-sha-256\nhostnossl all tokens all reject\n");
        database.start();
        database.execute("CREATE ROLE tokens LOGIN PASSWORD '" + PASSWORD + "'");
        String fresh = database.freshDatabase();
        url = fresh.substring(0, fresh.indexOf('?'));
        database.execute("ALTER DATABASE %s OWNER TO tokens".formatted(url.substring(url.lastIndexOf('/') + 1)));
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static Map<String, String> settings(String address, Path trusted, String password) {
        var settings = new HashMap<String, String>();
        settings.put("COUNTERSIGN_DATABASE_URL", address + "?sslmode=verify-full&sslrootcert=" + trusted);
        settings.put("COUNTERSIGN_DATABASE_USERNAME", "tokens");
        settings.put("COUNTERSIGN_DATABASE_PASSWORD", password);
        return settings;
    }

    private static String refusal(Map<String, String> settings, String home) {
        try (var server = ServerProcess.startInVain(folder.resolve(home), settings)) {
            assertThat(server.exitStatus()).isEqualTo(69);
            assertThat(server.output()).contains("127.0.0.1").doesNotContain(PASSWORD);
            return server.output();
        }
    }

    @Test
    void worksOverTlsThatIsVerified() throws Exception {
        try (var server =
                ServerProcess.start(folder.resolve("good"), settings(url, certificate.certificate(), PASSWORD))) {
            assertThat(server.api().registerApplication("orders").status()).isEqualTo(201);
            assertThat(server.output()).contains("PostgreSQL, 127.0.0.1").doesNotContain(PASSWORD);
        }
    }

    @Test
    void doesNotTalkToAServerThatSomebodyElseVouchesFor() throws IOException {
        Path other = FirstCertificate.in(folder.resolve("other"), new SettableClock(Instant.now()))
                .certificate();
        refusal(settings(url, other, PASSWORD), "other-home");
    }

    @Test
    void doesNotTalkWithoutTls() {
        Map<String, String> plain = settings(url, certificate.certificate(), PASSWORD);
        plain.put("COUNTERSIGN_DATABASE_URL", url + "?sslmode=disable");
        assertThat(refusal(plain, "plain-home")).contains("pg_hba.conf");
    }

    @Test
    void aPoolerThatKeepsNoSessionsIsNamed() {
        try (PgBouncer pooler = PgBouncer.before(database.port(), "pool_mode = transaction")) {
            String fresh = database.freshDatabase();
            Map<String, String> settings = Map.of(
                    "COUNTERSIGN_DATABASE_URL",
                    pooler.through(fresh.substring(0, fresh.indexOf('?')), database.port()),
                    "COUNTERSIGN_DATABASE_USERNAME",
                    "postgres");
            assertThat(refusal(settings, "pooled-home"))
                    .contains("Set its pool mode to \"session\"")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aWrongPasswordIsNotRepeated() {
        assertThat(refusal(settings(url, certificate.certificate(), PASSWORD + "x"), "wrong-home"))
                .contains("password authentication failed");
    }
}
