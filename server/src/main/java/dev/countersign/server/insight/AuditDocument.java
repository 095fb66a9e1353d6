package dev.countersign.server.insight;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.registry.field.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An audit event as JSON. */
public final class AuditDocument {
    private AuditDocument() {}

    /** All members of the event, including those of its detail. */
    public static Map<String, Object> of(AuditRecord event) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", Long.toString(event.id()));
        document.put("at", event.at().toString());
        document.put("kind", event.kind());
        document.put("correlation_id", event.correlationId());
        document.put("outcome", event.outcome());
        document.put(event.kind().equals("admin") ? "action" : "stage", event.stage());
        document.put("code", JsonValues.orNull(event.code()));
        document.put("actor", JsonValues.orNull(event.actor()));
        document.put("issuer", JsonValues.orNull(event.issuer()));
        document.put("application", JsonValues.orNull(event.application()));
        document.put("client_id", JsonValues.orNull(event.clientId()));
        document.put("subject", JsonValues.orNull(event.subject()));
        document.put("token_id", JsonValues.orNull(event.tokenId()));
        detail(event).forEach((name, value) -> {
            if (document.getOrDefault(name, JsonNull.NULL) == JsonNull.NULL) {
                document.put(name, value);
            }
        });
        return document;
    }

    private static Map<String, Object> detail(AuditRecord event) {
        return switch (StrictJson.readObject(event.detail().getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Read(var members) -> members;
            // an event is shown even if its details cannot be read
            case Parsed.Unreadable<?> _ -> Map.of();
        };
    }
}
