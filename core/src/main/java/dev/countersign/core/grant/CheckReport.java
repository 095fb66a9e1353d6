package dev.countersign.core.grant;

import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.util.Optional;

/**
 * What came of one check in an explanation.
 *
 * @param code the refusal it gave or would give
 * @param title what holds when the check passes, in one sentence without a full stop
 * @param evidence what was expected and met; empty for a check that was skipped
 * @param note what to do about a failed check, or why one was skipped; empty for one that passed
 */
public record CheckReport(
        RejectionCode code, String title, Status status, Optional<Evidence> evidence, Optional<String> note) {

    /** Whether the check passed. */
    public enum Status {
        PASSED,
        FAILED,
        /** It could not be judged, or there was nothing to judge. */
        SKIPPED
    }
}
