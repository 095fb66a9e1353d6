package dev.countersign.server.console.activity;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One audit event with its detail parsed.
 *
 * @param members the members of the detail; none when it cannot be read
 */
public record RecordedEvent(AuditRecord record, Map<String, Object> members) {
    /** Format of an id in a path. */
    private static final String ID = "[0-9]{1,18}";

    private static final Duration TIME_LIMIT = Duration.ofMillis(25);

    /** The number of an event; empty when the text is not one. */
    static Optional<Long> id(String text) {
        return text.matches(ID) ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /** The event with this id. */
    public static Optional<RecordedEvent> find(AuditRecords audit, String text) {
        return id(text).filter(id -> id > 0).flatMap(id -> {
            AuditQuery query = ActivityFilters.of(Form.EMPTY).query(Stretch.between(id - 1, id), 1);
            return audit.search(query, TIME_LIMIT).found().stream().findFirst().map(RecordedEvent::of);
        });
    }

    private static RecordedEvent of(AuditRecord record) {
        byte[] detail = record.detail().getBytes(StandardCharsets.UTF_8);
        return new RecordedEvent(
                record, StrictJson.readObject(detail) instanceof Parsed.Read(var members) ? members : Map.of());
    }

    /** The expected value, the actual value and the hint, in this order, as far as recorded. */
    Map<String, String> evidence() {
        var found = new LinkedHashMap<String, String>();
        if (members.get("evidence") instanceof Map<?, ?> evidence) {
            for (String name : List.of("expected", "actual", "hint")) {
                if (evidence.get(name) instanceof String text && !text.isEmpty()) {
                    found.put(name, text);
                }
            }
        }
        return found;
    }

    /** The application's name, otherwise the presented client id. */
    public Optional<String> application() {
        return record.application().or(record::clientId);
    }

    /** The subject as its issuer says it; empty when no assertion was verified, and for events of earlier versions. */
    Optional<String> issuerSubject() {
        return members.get("issuer_subject") instanceof String name ? Optional.of(name) : Optional.empty();
    }

    /** The recorded scopes, separated by spaces. */
    public String scope() {
        return members.get("scopes") instanceof List<?> scopes
                ? scopes.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : "";
    }
}
