package dev.countersign.server.notice;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Use case of an administrator: messages that the webhook did not accept are counted, and tried again. */
public record UndeliveredNotices(NoticeRecords records, InstantSource clock) {

    /**
     * Number of messages that were given up.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when it could not be read
     */
    public long count() {
        return records.undelivered();
    }

    /**
     * Has the messages that were given up sent again; returns their number.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when it could not be written, or not in time
     */
    public long retry(Administrator administrator) {
        Instant now = Timestamps.now(clock);
        return records.retry(
                now,
                retried -> new AdminEvent(
                        now,
                        administrator.correlationId(),
                        administrator.author(),
                        "notice_deliveries.retried",
                        "notices",
                        "notices",
                        Optional.empty(),
                        Optional.of(new String(JsonText.write(Map.of("retried", retried)), StandardCharsets.UTF_8))));
    }
}
