package dev.countersign.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.KeyedHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the delivery of messages: signature, back-off, and the end of the attempts. */
class NoticeWebhookTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00.500Z");
    private static final String SECRET = "a secret of at least thirty-two characters";
    private static final String BODY = "{\"message\":\"Schlüssel\"}";

    private final List<NoticeDelivery> due = new ArrayList<>();
    private final List<Map<String, String>> sent = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private Optional<String> answer = Optional.empty();

    @Test
    void aMessageIsSignedWithItsTime() throws Exception {
        due.add(delivery(1, NOW.plusSeconds(60)));

        run();

        assertThat(sent).singleElement().satisfies(headers -> {
            assertThat(headers.get("Countersign-Delivery")).isEqualTo("d1");
            assertThat(headers.get("Countersign-Signature")).isEqualTo("t=1893499200,v1=" + hmac("1893499200." + BODY));
        });
        assertThat(results).containsExactly("delivered d1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "12, 2048", "13, 3600", "14, 3600", "100, 3600"})
    void theTimeUntilTheNextAttemptDoublesUpToAnHour(long attempts, long seconds) {
        due.add(delivery(attempts, NOW.plus(Duration.ofHours(24))));
        answer = Optional.of("answered 500");

        run();

        assertThat(results).containsExactly("failed d1, next " + NOW.plusSeconds(seconds) + ": answered 500");
    }

    @Test
    void thereIsNoAttemptAtTheEndOfItsTime() {
        answer = Optional.of("answered 500");
        due.add(delivery(1, NOW.plusSeconds(1).plusMillis(1)));
        run();
        assertThat(results).containsExactly("failed d1, next " + NOW.plusSeconds(1) + ": answered 500");

        due.set(0, delivery(1, NOW.plusSeconds(1)));
        results.clear();
        run();
        assertThat(results).containsExactly("failed d1, given up: answered 500");
    }

    @Test
    void itGoesOnWhileAllOfABatchAreAccepted() {
        for (int i = 0; i < 5; i++) {
            due.add(delivery(1, NOW.plusSeconds(60)));
        }
        run();
        assertThat(sent).hasSize(100);

        sent.clear();
        answer = Optional.of("answered 500");
        run();
        assertThat(sent).hasSize(5);
    }

    private void run() {
        new NoticeWebhook(deliveries(), this::receive, KeyedHash.of(SECRET), () -> NOW).run();
    }

    private Optional<String> receive(byte[] body, Map<String, String> headers) {
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(BODY);
        sent.add(headers);
        return answer;
    }

    private static String hmac(String text) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static NoticeDelivery delivery(long attempts, Instant giveUpAt) {
        return new NoticeDelivery(1, "d1", BODY, attempts, giveUpAt);
    }

    private NoticeDeliveries deliveries() {
        return new NoticeDeliveries() {
            @Override
            public void endOfDisabled(Instant now) {
                results.add("ended");
            }

            @Override
            public List<NoticeDelivery> claim(Instant now, Duration lease, int most) {
                return List.copyOf(due);
            }

            @Override
            public void delivered(NoticeDelivery delivery) {
                results.add("delivered " + delivery.id());
            }

            @Override
            public void failed(NoticeDelivery delivery, Optional<Instant> next, String reason) {
                results.add("failed %s, %s: %s"
                        .formatted(delivery.id(), next.map(at -> "next " + at).orElse("given up"), reason));
            }
        };
    }
}
