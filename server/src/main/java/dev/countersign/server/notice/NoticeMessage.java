package dev.countersign.server.notice;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.registry.field.JsonValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message to the webhook about a notice.
 *
 * @param deliveryId the same with every attempt, so that a receiver recognizes a repetition
 * @param organization its slug, or {@code root}
 * @param notice the document of the notice
 * @param endedAt empty when it was raised
 */
public record NoticeMessage(
        String deliveryId,
        String organization,
        Map<String, Object> notice,
        Instant raisedAt,
        Optional<Instant> endedAt) {

    /** A notice as stored. */
    public static String stored(CurrentNotice notice) {
        return text(notice.document());
    }

    /** Whether a stored notice is an error. */
    public static boolean isError(String stored) {
        return CurrentNotice.Severity.ERROR
                .word()
                .equals(JsonValues.parsed(stored).get("severity"));
    }

    /** The message about a stored notice. */
    public static NoticeMessage of(
            String deliveryId, String organization, String stored, Instant raisedAt, Optional<Instant> endedAt) {
        return new NoticeMessage(deliveryId, organization, JsonValues.parsed(stored), raisedAt, endedAt);
    }

    /** The JSON that is sent. */
    public String body() {
        var members = new LinkedHashMap<>(notice);
        members.put("organization", organization);
        members.put("state", endedAt.isPresent() ? "ended" : "raised");
        members.put("raised_at", raisedAt.toString());
        members.put("ended_at", endedAt.<Object>map(Instant::toString).orElse(JsonNull.NULL));
        members.put("delivery_id", deliveryId);
        return text(members);
    }

    private static String text(Map<String, Object> members) {
        return new String(JsonText.write(members), StandardCharsets.UTF_8);
    }
}
