package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of messages about notices on two nodes that share a PostgreSQL database. */
class NoticesClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void twoNodesSendOneMessageAndOneThatIsLeftSendsTheNext() throws Exception {
        try (var database = PostgresCluster.start(Map.of());
                var webhook = WebhookReceiver.start(204)) {
            Map<String, String> settings = settings(webhook, database.freshDatabase());
            try (var one = ServerProcess.start(folder.resolve("one"), settings);
                    var other = ServerProcess.start(folder.resolve("other"), settings)) {
                String first = expiringSecret(one, "orders");
                List<WebhookReceiver.Received> received = webhook.await(1);
                for (ServerProcess node : List.of(one, other)) {
                    awaitNotices(node, 1);
                }
                one.kill();
                String second = expiringSecret(other, "billing");
                received.addAll(webhook.await(1));
                awaitNotices(other, 2);

                assertThat(received)
                        .extracting(message -> message.json().get("id"))
                        .containsExactly("secret_expires:" + first, "secret_expires:" + second);
                assertThat(webhook.isSilent()).isTrue();
                assertThat(other.api().admin("GET", "/notices", Map.of()).json())
                        .containsEntry("undelivered", 0L);
            }
        }
    }

    private static Map<String, String> settings(WebhookReceiver webhook, String url) {
        var settings = new HashMap<String, String>();
        settings.put("COUNTERSIGN_SERVER_BASE_URL", "https://tokens.example");
        settings.put("COUNTERSIGN_DATABASE_URL", url);
        settings.put("COUNTERSIGN_MASTER_KEY", MasterKey.generate().toBase64());
        settings.put("COUNTERSIGN_NOTICES_WEBHOOK_URL", webhook.url());
        settings.put("COUNTERSIGN_NOTICES_WEBHOOK_SECRET", WebhookReceiver.SECRET);
        return settings;
    }

    private static String expiringSecret(ServerProcess node, String application) throws NoAnswer {
        Answer registered = node.api().registerApplication(application);
        return node.api()
                .admin(
                        "POST",
                        "/applications/" + registered.text("id") + "/secrets",
                        Map.of(
                                "expires_at",
                                Instant.now().plus(Duration.ofDays(3)).toString()))
                .text("id");
    }

    /** Waits until the node has computed this number of notices. */
    private static void awaitNotices(ServerProcess node, int number) throws InterruptedException {
        String expected =
                "countersign_notices{kind=\"secret_expires\",organization=\"root\",severity=\"warning\"} " + number;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!WrittenRequests.send("GET", node.plainOrigin() + "/metrics", Map.of(), "")
                .body()
                .contains(expected)) {
            assertThat(System.nanoTime()).as(expected).isLessThan(end);
            Thread.sleep(100);
        }
    }
}
