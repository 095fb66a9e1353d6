package dev.countersign.server.insight;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One stored event of the audit.
 *
 * @param id increases with every event; the cursor of a page
 * @param kind {@code token}, {@code admin}, or {@code summary} for requests without events of their own
 * @param actor author of an administrative change
 * @param stage last stage of a token request, or the action of an administrative change
 * @param issuer the name of the trusted token issuer
 * @param application the name of the application
 * @param detail a JSON object with the members that have no column, such as {@code evidence} or {@code before}
 */
public record AuditRecord(
        long id,
        Instant at,
        String kind,
        String correlationId,
        String outcome,
        String stage,
        Optional<String> code,
        Optional<String> actor,
        Optional<String> issuer,
        Optional<String> application,
        Optional<String> clientId,
        Optional<String> subject,
        Optional<String> tokenId,
        String detail) {

    /** Number of requests that the event represents: those of a summary, otherwise one. */
    public long requests() {
        return kind.equals("summary")
                        && StrictJson.readObject(detail.getBytes(StandardCharsets.UTF_8))
                                instanceof Parsed.Read(Map<String, Object> members)
                        && members.get("count") instanceof Number count
                ? count.longValue()
                : 1;
    }
}
