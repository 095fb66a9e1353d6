package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of notices: in the REST API, in the console, in the metrics, and as messages to a webhook. */
class NoticesTest {
    private static final String HOST = "auth.acme.example";

    @TempDir
    Path folder;

    @Test
    void whatNeedsAttentionIsInTheApiTheConsoleTheMetricsAndTheWebhook() throws Exception {
        try (var partner = ThirdParty.start("partner");
                var webhook = WebhookReceiver.start(500);
                var server = ServerProcess.start(folder.resolve("home"), settings(webhook))) {
            assertThat(notices(server)).isEmpty();
            partner.fail();
            String issuer = server.api().register(partner).text("id");
            Answer application = server.api().registerApplication("orders");
            String secret = server.api()
                    .admin(
                            "POST",
                            "/applications/" + application.text("id") + "/secrets",
                            Map.of(
                                    "expires_at",
                                    Instant.now().plusSeconds(10 * 86_400).toString()))
                    .text("id");

            assertThat(notices(server))
                    .extracting(notice -> notice.get("id"))
                    .containsExactly("keys_unavailable:" + issuer, "secret_expires:" + secret);
            assertThat(notices(server).getFirst())
                    .containsEntry("severity", "error")
                    .containsEntry("target", Map.of("kind", "trusted_token_issuer", "id", issuer, "name", "partner"));
            assertConsoleShowsThem(server, issuer);

            assertMessages(webhook.await(3), issuer, secret);
            assertThat(metrics(server))
                    .contains(
                            "countersign_notices{kind=\"keys_unavailable\",organization=\"root\",severity=\"error\"} 1")
                    .contains(
                            "countersign_notices{kind=\"secret_expires\",organization=\"root\",severity=\"warning\"} 1");
        }
    }

    @Test
    void anotherOrganizationHasItsOwnNoticesAndNoneOfTheServer() throws Exception {
        try (var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"))) {
            OrganizationSite root = OrganizationSite.root(server);
            OrganizationSite acme = root.create("acme");
            partner.fail();
            server.api().register(partner);

            assertThat(acme.api("GET", "/notices", Map.of())
                            .json()
                            .get("notices")
                            .isEmpty())
                    .isTrue();
            assertThat(notices(server)).hasSize(1);
        }
    }

    @Test
    void theEndOfTheCertificateOfAHostNameIsANoticeUntilItsOrganizationIsDisabled() throws Exception {
        try (var webhook = WebhookReceiver.start(204);
                var server = ServerProcess.start(folder.resolve("home"), settings(webhook))) {
            OrganizationSite root = OrganizationSite.root(server);
            OrganizationSite acme = root.create("acme");
            certify(server.home().resolve("conf"), Instant.now().plusSeconds(10 * 86_400));
            var host = Map.of("name", HOST, "certificate_file", "acme.pem", "key_file", "acme.key");

            root.api("PATCH", "/organizations/" + acme.id(), Map.of("hosts", List.of(host)));

            String ofRoot = root.api("GET", "/notices", Map.of()).body();
            assertThat(ofRoot)
                    .contains(
                            "\"certificate_expires:host:" + HOST + "\"",
                            "The TLS certificate of the host name " + HOST);
            assertThat(acme.api("GET", "/notices", Map.of()).body()).isEqualTo(ofRoot);
            assertThat(webhook.await(2))
                    .extracting(message -> message.json().get("organization"))
                    .containsExactlyInAnyOrder("root", "acme");
            root.api("PATCH", "/organizations/" + acme.id(), Map.of("enabled", false));
            assertThat(webhook.await(1).getFirst().json())
                    .containsEntry("state", "ended")
                    .containsEntry("organization", "acme")
                    .containsEntry("id", "certificate_expires:host:" + HOST);
        }
    }

    private static void certify(Path conf, Instant end) throws Exception {
        Issued issued = CertificateRequest.of("CN=" + HOST)
                .between(
                        "2020-01-01T00:00:00Z",
                        end.truncatedTo(ChronoUnit.SECONDS).toString())
                .alternativeNames(new GeneralName(GeneralName.dNSName, HOST))
                .selfSigned();
        Files.writeString(conf.resolve("acme.pem"), issued.pem());
        Files.writeString(conf.resolve("acme.key"), issued.privateKeyPem());
    }

    @Test
    void aMessageThatWasGivenUpIsCountedAndSentAgain() throws Exception {
        try (var webhook = WebhookReceiver.start(204);
                var server = ServerProcess.start(folder.resolve("home"), settings(webhook))) {
            server.terminate();
            insertGivenUp(server.home().resolve("data/countersign.db"));
            server.restart();
            assertThat(server.api().admin("GET", "/notices", Map.of()).json()).containsEntry("undelivered", 1L);
            var visitor = new ConsoleVisitor(OrganizationSite.root(server));
            visitor.signIn(ConsoleSteps.PASSWORD);
            assertThat(visitor.get("").body()).contains("1 message was not accepted");

            assertThat(visitor.post("/notices/deliveries/retry", Map.of()).status())
                    .isEqualTo(303);

            assertThat(webhook.await(1))
                    .extracting(WebhookReceiver.Received::delivery)
                    .containsExactly("given-up");
            assertThat(server.api().admin("GET", "/notices", Map.of()).json()).containsEntry("undelivered", 0L);
        }
    }

    private static void insertGivenUp(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.prepareStatement("INSERT INTO notice_deliveries"
                        + " (id, organization, notice_id, body, created_at, attempts, give_up_at)"
                        + " VALUES ('given-up', 1, 'replays', '{}', ?, 20, ?)")) {
            long now = Instant.now().toEpochMilli();
            statement.setLong(1, now);
            statement.setLong(2, now);
            statement.executeUpdate();
        }
    }

    @Test
    void aWebhookAtAPrivateAddressThatIsNotAllowedStopsTheStart() {
        try (var server = ServerProcess.startInVain(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_NOTICES_WEBHOOK_URL",
                        "https://10.0.0.1/hook",
                        "COUNTERSIGN_NOTICES_WEBHOOK_SECRET",
                        WebhookReceiver.SECRET))) {
            assertThat(server.exitStatus()).isEqualTo(78);
            assertThat(server.output())
                    .contains("notices.webhook.url", "allowed_private_hosts")
                    .doesNotContain(WebhookReceiver.SECRET);
        }
    }

    private static Map<String, String> settings(WebhookReceiver webhook) {
        return Map.of(
                "COUNTERSIGN_NOTICES_WEBHOOK_URL", webhook.url(),
                "COUNTERSIGN_NOTICES_WEBHOOK_SECRET", WebhookReceiver.SECRET,
                "COUNTERSIGN_BOOTSTRAP_ADMIN_USERNAME", ConsoleSteps.USERNAME,
                "COUNTERSIGN_BOOTSTRAP_ADMIN_PASSWORD", ConsoleSteps.PASSWORD);
    }

    private static void assertMessages(List<WebhookReceiver.Received> received, String issuer, String secret) {
        assertThat(received.getFirst().delivery())
                .as("the first attempt was answered 500")
                .isIn(received.stream()
                        .skip(1)
                        .map(WebhookReceiver.Received::delivery)
                        .toList());
        assertThat(received).allSatisfy(message -> {
            assertThat(message.isSignedBy(WebhookReceiver.SECRET)).isTrue();
            assertThat(message.isSignedBy("another")).isFalse();
            assertThat(message.json())
                    .containsEntry("organization", "root")
                    .containsEntry("state", "raised")
                    .containsEntry("delivery_id", message.delivery());
        });
        assertThat(received.stream().map(message -> message.json().get("id")).distinct())
                .containsExactlyInAnyOrder("keys_unavailable:" + issuer, "secret_expires:" + secret);
    }

    private static void assertConsoleShowsThem(ServerProcess server, String issuer) {
        var visitor = new ConsoleVisitor(OrganizationSite.root(server));
        assertThat(visitor.signIn(ConsoleSteps.PASSWORD).status()).isEqualTo(303);

        String home = visitor.get("").body();

        assertThat(home)
                .contains("2 notices")
                .contains("Keys are unavailable: partner", "A secret expires: orders")
                .contains("/console/connections/" + issuer + "/keys");
        assertThat(visitor.get("/connections").body()).contains("2 notices");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> notices(ServerProcess server) throws NoAnswer {
        Answer answer = server.api().admin("GET", "/notices", Map.of());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().keySet()).isEqualTo(Set.of("notices", "undelivered"));
        return (List<Map<String, Object>>) answer.json().get("notices");
    }

    private static String metrics(ServerProcess server) {
        return WrittenRequests.send("GET", server.plainOrigin() + "/metrics", Map.of(), "")
                .body();
    }
}
