package dev.countersign.server.insight.rehearsal;

import dev.countersign.server.insight.rehearsal.Rehearsal.Example;
import dev.countersign.server.registry.field.JsonValues;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rehearsal as JSON. */
public final class RehearsalDocument {
    private RehearsalDocument() {}

    /** The counts and the examples. */
    public static Map<String, Object> of(Rehearsal rehearsal) {
        var document = new LinkedHashMap<String, Object>();
        document.put("since", rehearsal.since().toString());
        document.put("judged", rehearsal.judged());
        document.put("would_refuse", rehearsal.wouldRefuse());
        document.put("would_accept", rehearsal.wouldAccept());
        document.put("unknown", rehearsal.unknownRequests());
        document.put(
                "unknown_reasons",
                rehearsal.unknown().entrySet().stream()
                        .map(entry -> JsonValues.object("reason", entry.getKey(), "count", entry.getValue()))
                        .toList());
        document.put(
                "examples",
                rehearsal.examples().stream().map(RehearsalDocument::example).toList());
        return document;
    }

    private static Map<String, Object> example(Example example) {
        var document = new LinkedHashMap<String, Object>();
        document.put("correlation_id", example.event().correlationId());
        document.put("was", example.was());
        document.put("would_be", example.wouldBe());
        document.put("expected", example.expected());
        document.put("actual", example.actual());
        return document;
    }
}
