package dev.countersign.server.admin;

import dev.countersign.core.jose.JsonNull;
import dev.countersign.core.jose.JsonReading;
import dev.countersign.core.jose.StrictJson;
import dev.countersign.server.management.AuditQuery;
import dev.countersign.server.management.AuditRecord;
import dev.countersign.server.management.AuditRecords;
import dev.countersign.server.management.JsonValues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The audit: what happened to token requests, and what administrators did. */
final class AuditResource {
    private static final Set<String> PARAMETERS = Set.of(
            "correlation_id",
            "kind",
            "outcome",
            "code",
            "issuer",
            "application",
            "subject",
            "from",
            "to",
            "q",
            "cursor",
            "limit");
    private static final List<String> KINDS = List.of("token", "admin");
    private static final List<String> OUTCOMES = List.of("accepted", "refused", "fault", "changed");

    private final AuditRecords audit;

    AuditResource(AuditRecords audit) {
        this.audit = audit;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/audit-events", this::list));
    }

    private Answer list(Call call) {
        QueryParameters query = call.query();
        query.allow(PARAMETERS);
        int limit = Paging.limit(query);
        AuditQuery wanted = wanted(query, limit + 1);
        if (!query.problems().isEmpty()) {
            return Problems.invalid(query.problems());
        }
        List<AuditRecord> found = audit.find(wanted);
        List<AuditRecord> page = found.stream().limit(limit).toList();
        Object next = found.size() > limit
                ? Paging.cursor(Long.toString(page.getLast().id()))
                : JsonNull.NULL;
        return Answer.ok(Paging.body(page.stream().map(AuditResource::document).toList(), next));
    }

    private static AuditQuery wanted(QueryParameters query, int limit) {
        OptionalLong before = query.text("cursor")
                .flatMap(cursor -> Paging.text(query, cursor, "[0-9]{1,18}"))
                .map(id -> OptionalLong.of(Long.parseLong(id)))
                .orElse(OptionalLong.empty());
        return new AuditQuery(
                query.text("correlation_id"),
                query.choice("kind", KINDS),
                query.choice("outcome", OUTCOMES),
                query.text("code"),
                query.text("issuer"),
                query.text("application"),
                query.text("subject"),
                query.time("from"),
                query.time("to"),
                query.text("q"),
                before,
                limit);
    }

    private static Map<String, Object> document(AuditRecord event) {
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
        detail(event).forEach(document::putIfAbsent);
        return document;
    }

    private static Map<String, Object> detail(AuditRecord event) {
        return switch (StrictJson.readObject(event.detail().getBytes(StandardCharsets.UTF_8))) {
            case JsonReading.Read(var members) -> members;
            // an event is worth showing even if its particulars are not readable
            case JsonReading.Unreadable _ -> Map.of();
        };
    }
}
