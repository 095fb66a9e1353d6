package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.rejection.Evidence;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.rehearsal.Rehearsal.Example;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counts of a rehearsal while requests are judged, the newest first. */
final class RehearsalCounts {
    private static final int MOST_EXAMPLES = 50;
    private static final String ACCEPTED = "accepted";
    private static final Evidence REUSABLE =
            new Evidence("an assertion that may be presented again", "one that was presented before", "");

    private final Map<String, Long> unknown = new HashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private long judged;
    private long wouldRefuse;
    private long wouldAccept;
    private long read;

    void add(AuditRecord event, Judgement judgement) {
        read++;
        switch (judgement) {
            case Judgement.Unchanged() -> judged++;
            case Judgement.Unknown(String reason) -> unknown.merge(reason, 1L, Long::sum);
            case Judgement.Refused(String code, Evidence evidence) -> {
                judged++;
                wouldRefuse++;
                example(event, code, evidence);
            }
            case Judgement.Accepted() -> {
                judged++;
                wouldAccept++;
                example(event, ACCEPTED, REUSABLE);
            }
        }
    }

    private void example(AuditRecord event, String wouldBe, Evidence evidence) {
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(
                    new Example(event, event.code().orElse(ACCEPTED), wouldBe, evidence.expected(), evidence.actual()));
        }
    }

    /** Number of requests. */
    long read() {
        return read;
    }

    Rehearsal rehearsal(Instant since) {
        var reasons = new LinkedHashMap<String, Long>();
        unknown.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> reasons.put(entry.getKey(), entry.getValue()));
        return new Rehearsal(since, judged, wouldRefuse, wouldAccept, reasons, examples);
    }
}
