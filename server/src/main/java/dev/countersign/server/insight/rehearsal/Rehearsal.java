package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.insight.AuditRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Result of a rehearsal: the requests that a draft of an issuer would have answered otherwise.
 *
 * @param since time from which all requests of the issuer in the audit were read
 * @param judged number of requests for which the audit determines the result; the unknown ones are not among them
 * @param wouldRefuse number of judged requests that were accepted, and would be refused
 * @param wouldAccept number of judged requests that were refused, and would be accepted
 * @param unknown number of requests by the reason why they cannot be judged, the most frequent reason first
 * @param examples the newest requests with another result
 */
public record Rehearsal(
        Instant since,
        long judged,
        long wouldRefuse,
        long wouldAccept,
        Map<String, Long> unknown,
        List<Example> examples) {
    public Rehearsal {
        unknown = UnmodifiableCopies.of(unknown);
        examples = List.copyOf(examples);
    }

    /**
     * A request with another result.
     *
     * @param was the code of its refusal, or {@code accepted}
     * @param wouldBe the same by the draft
     * @param expected the value that the first failed check requires
     * @param actual the value that this check found
     */
    public record Example(AuditRecord event, String was, String wouldBe, String expected, String actual) {}

    /** Number of requests that cannot be judged. */
    public long unknownRequests() {
        return unknown.values().stream().mapToLong(Long::longValue).sum();
    }
}
