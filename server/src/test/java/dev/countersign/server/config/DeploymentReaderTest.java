package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import dev.countersign.server.config.setting.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentReaderTest {

    @TempDir
    private Path folder;

    private Configured configured;

    @BeforeEach
    void startWithNothing() {
        configured = Configured.in(folder);
    }

    @Test
    void anAbsentFileGivesTheDefaults() {
        var deployment = configured.sound();

        assertThat(deployment.server())
                .isEqualTo(new ServerSettings(
                        Optional.empty(),
                        9443,
                        "0.0.0.0",
                        Optional.empty(),
                        "127.0.0.1",
                        false,
                        List.of(),
                        new TlsSettings(Optional.empty()),
                        new MutualTlsSettings(Optional.empty(), List.of(), List.of())));
        assertThat(deployment.database())
                .isEqualTo(new DatabaseSettings(
                        Optional.empty(), Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(10)));
        assertThat(deployment.jwksEndpoint())
                .isEqualTo(new JwksEndpointSettings(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), 262_144, List.of(), List.of()));
        assertThat(deployment.jwtGrant()).isEqualTo(new JwtGrantSettings(true, Duration.ofMinutes(30)));
        assertThat(deployment.retention()).isEqualTo(new RetentionSettings(Duration.ofDays(90), Duration.ofDays(7)));
        assertThat(deployment.log()).isEqualTo(new LogSettings(LogLevel.INFO, true));
    }

    @Test
    void aTestIssuerIsForDevelopmentOnly() {
        assertThat(configured.sound().testIssuer().enabled()).isFalse();
        assertThat(configured
                        .file("[server]\nmode = \"development\"\n[test_issuer]\nenabled = true\n")
                        .sound()
                        .testIssuer()
                        .enabled())
                .isTrue();
        for (String mode : List.of("", "[server]\nmode = \"production\"\n")) {
            assertThat(configured.file(mode + "[test_issuer]\nenabled = true\n").problems())
                    .singleElement()
                    .asString()
                    .contains("test_issuer.enabled", "is refused in production mode");
        }
    }

    @Test
    void aKeyIsPublishedUntilEveryCacheHasSeenItBeforeItSigns() {
        String keys = "[oauth.signing_keys]\ncache_seconds = 60\npublish_ahead_seconds = ";
        assertThat(configured.file(keys + "70\n").sound().signingKeys().publishAhead())
                .isEqualTo(Duration.ofSeconds(70));
        assertThat(configured.file(keys + "69\n").problems())
                .singleElement()
                .asString()
                .contains("oauth.signing_keys.publish_ahead_seconds", "at least cache_seconds and 10 seconds");
    }

    @Test
    void readsTheSpellingOfTheReferenceDocument() {
        var deployment = configured.file("""
                        [oauth.jwks_endpoint]
                        read_timeout = "2000"

                        [oauth.grant_type.jwt]
                        enable_iat_validation = "true"
                        iat_validity_period = "45"
                        """).sound();

        assertThat(deployment.jwksEndpoint().readTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(deployment.jwtGrant()).isEqualTo(new JwtGrantSettings(true, Duration.ofMinutes(45)));
    }

    @Test
    void readsDottedKeysAndInlineTables() {
        var deployment = configured
                .file("server.port = 8443\noauth = { jwks_endpoint = { read_timeout = 7 } }\n")
                .sound();

        assertThat(deployment.server().port()).isEqualTo(8443);
        assertThat(deployment.jwksEndpoint().readTimeout()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void theIssuerIdentifierFollowsThePortUnlessConfigured() {
        assertThat(configured.sound().server().issuer(8443).value()).isEqualTo("https://localhost:8443");
        configured.file("[server]\nbase_url = \"https://id.example.com\"\n");
        assertThat(configured.sound().server().issuer(8443).value()).isEqualTo("https://id.example.com");
    }

    @Test
    void anOptionComesBeforeTheEnvironmentAndTheEnvironmentBeforeTheFile() {
        configured.file("[server]\nport = 1111\n");
        assertThat(configured.sound().server().port()).isEqualTo(1111);
        configured.variable("COUNTERSIGN_SERVER_PORT", "2222");
        assertThat(configured.sound().server().port()).isEqualTo(2222);
        configured.option("server.port", "3333");
        assertThat(configured.sound().server().port()).isEqualTo(3333);
    }

    @Test
    void saysWhereEachValueComesFrom() {
        var effective = configured
                .file("[server]\nbind = \"::1\"\n")
                .variable("COUNTERSIGN_LOG_LEVEL", "debug")
                .option("server.port", "1")
                .sound()
                .effective();

        assertThat(effective.stream().map(setting -> setting.toString().replace(folder + "/", "")))
                .contains(
                        "server.bind = \"::1\"  (conf/deployment.toml:2)",
                        "log.level = \"debug\"  (environment variable COUNTERSIGN_LOG_LEVEL)",
                        "server.port = 1  (option --port)",
                        "server.http_bind = \"127.0.0.1\"  (default)");
    }

    @Test
    void reportsEveryProblemAtOnceWithItsPlace() {
        var problems = configured
                .file("""
                        [server]
                        prot = 9443
                        port = 99999

                        [databse]
                        url = "x"

                        [oauth.jwks_endpoint]
                        read_timeout = "soon"
                        """)
                .variable("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_READ_TIMEOUTS", "1")
                .option("server.http_port", "high")
                .problems();

        assertThat(problems.stream().map(problem -> problem.toString().replace(folder + "/", "")))
                .containsExactlyInAnyOrder(
                        "conf/deployment.toml:2: server.prot: there is no setting of this name; did you mean server.port?",
                        "conf/deployment.toml:3: server.port: \"99999\" is not valid: expected a whole number from 0 to"
                                + " 65535",
                        "conf/deployment.toml:5: databse: there is no table of this name; did you mean [database]?",
                        "conf/deployment.toml:9: oauth.jwks_endpoint.read_timeout: \"soon\" is not valid: expected a whole"
                                + " number of milliseconds from 1 to 60000",
                        "environment variable COUNTERSIGN_OAUTH_JWKS_ENDPOINT_READ_TIMEOUTS: there is no setting of this"
                                + " name; did you mean COUNTERSIGN_OAUTH_JWKS_ENDPOINT_READ_TIMEOUT?",
                        "option --http_port: server.http_port: \"high\" is not valid: expected a whole number from 0 to"
                                + " 65535, or \"off\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'[server]\nhttpport = 1', server.http_port",
        "'[server]\nread_timeout = 1', oauth.jwks_endpoint.read_timeout",
        "'[oauth.jwks_endpoint]\nconnect_timeout = 1', oauth.jwks_endpoint.connection_timeout",
        "'[oauth.jwks_endpoint]\nreadTimeout = 1', oauth.jwks_endpoint.read_timeout",
        "'[oauth.grant_type.jwt]\niat_validity = 1', oauth.grant_type.jwt.iat_validity_period",
        "'[oauth.grant_types.jwt]\niat_validity_period = 1', [oauth.grant_type.jwt]",
        "'[server.tsl]\ncertificate = 1', [server.tls]",
        "'prt = 1', server.port",
        "'port = 1', server.port",
        "'[Server]\nport = 1', [server]",
    })
    void namesTheNearestValidName(String toml, String nearest) {
        assertThat(configured.file(toml).problems())
                .extracting(ConfigurationProblem::nearest)
                .containsExactly(Optional.of(nearest));
    }

    @Test
    void suggestsNothingForANameLikeNoOther() {
        assertThat(configured.file("[kitchen]\nsink = 1\n").problem())
                .isEqualTo("conf/deployment.toml:1: kitchen: there is no table of this name");
    }

    @Test
    void refusesAValueWhereATableBelongs() {
        assertThat(configured.file("server = 3\n").problem())
                .isEqualTo("conf/deployment.toml:1: server: expected a table, [server]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[server]\nport = \n",
                "[server]\nport = 1\nport = 2\n",
                "[server\n",
                "[server]\nport = hunter2\n"
            })
    void refusesWhatIsNotTomlAndNamesTheLineWithoutQuotingIt(String toml) {
        assertThat(configured.file(toml).problem())
                .matches("conf/deployment\\.toml:[1-4]: this is not TOML.*")
                .doesNotContain("hunter2");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        configured.file("");
        Files.write(configured.home().deploymentFile(), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});

        assertThat(configured.problem()).isEqualTo("conf/deployment.toml: the file is not UTF-8 text");
    }

    @Test
    void refusesAFolderWhereTheFileBelongs() throws IOException {
        Files.createDirectories(configured.home().deploymentFile());

        assertThat(configured.problem()).startsWith("conf/deployment.toml: the file cannot be read");
    }

    @Test
    void neverShowsThePassword() {
        configured
                .file("[database]\nurl = \"jdbc:postgresql://db/tokens\"\n")
                .variable("COUNTERSIGN_DATABASE_PASSWORD", "hunter2");

        assertThat(configured.sound().toString()).doesNotContain("hunter2");
        assertThat(configured.sound().database().password()).contains("hunter2");
        configured.file("[database]\nurl = \"jdbc:postgresql://db/tokens?password=hunter2\"\n");
        assertThat(configured.problems().toString()).doesNotContain("hunter2");
        configured.file("[database]\nurl = \"jdbc:postgresql://me:hunter2@db/tokens\"\n");
        assertThat(configured.problems().toString())
                .contains("without a password in it")
                .doesNotContain("hunter2");
        configured.file("[server]\nbase_url = \"https://me:hunter2@id.example\"\n");
        assertThat(configured.problems().toString()).doesNotContain("hunter2");
    }

    @Test
    void readsAFileWithAByteOrderMarkAndVariablesWithALineEnd() {
        configured.file("\ufeff[server]\nport = 8443\n").variable("COUNTERSIGN_SERVER_HTTP_PORT", "off\n");

        assertThat(configured.sound().server().port()).isEqualTo(8443);
        assertThat(configured.sound().server().httpPort()).isEmpty();
    }

    @Test
    void refusesCredentialsWithoutADatabaseToUseThemOn() {
        assertThat(configured.file("[database]\nusername = \"me\"\n").problem())
                .isEqualTo("conf/deployment.toml:2: database.username: needs database.url beside it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COUNTERSIGN_SERVER_PROT",
                "COUNTERSIGN_SERVER_KITCHEN",
                "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENTID",
                "COUNTERSIGN_SERVR_PORT",
                "COUNTERSIGN_HOEM",
            })
    void refusesVariablesThatWereMeantForUs(String name) {
        assertThat(configured.variable(name, "1").problem())
                .startsWith("environment variable " + name + ": there is no setting of this name");
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTERSIGN_JAVA_HOME, /opt/jdk",
        "COUNTERSIGN_URL, https://id.example.com",
        "COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME, me",
        "COUNTERSIGN_SERVICE_HOST, 10.0.0.1",
        "COUNTERSIGN_PORT, tcp://10.0.0.1:443",
        "COUNTERSIGN_SERVER_PORT, tcp://10.0.0.1:443",
        "COUNTERSIGN_SERVER_SERVICE_PORT_HTTPS, 443",
        "COUNTERSIGN_DATABASE_PORT_5432_TCP_ADDR, 10.0.0.1",
        "COUNTERSIGN_SOMETHING_ELSE_ALTOGETHER, 1",
        "SERVER_PORT, 1",
    })
    void leavesOtherVariablesAlone(String name, String value) {
        assertThat(configured.variable(name, value).sound().server().port()).isEqualTo(9443);
    }
}
