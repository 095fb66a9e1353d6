package dev.countersign.core.explain;

import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.util.Optional;

/**
 * Result of one check in an explanation.
 *
 * @param code the code of its refusal
 * @param title the condition that the check verifies, in one sentence without a full stop
 * @param evidence the expected and the actual value; empty for a skipped check
 * @param note the remedy for a failed check, or the reason for skipping one; empty for one that passed
 */
public record CheckReport(
        RejectionCode code, String title, Status status, Optional<Evidence> evidence, Optional<String> note) {

    /** Whether it is a check of a certificate, which only a connection could show. */
    public boolean assumesCertificate() {
        return status == Status.SKIPPED
                && (code == RejectionCode.CLIENT_CERTIFICATE_MISSING
                        || code == RejectionCode.CLIENT_CERTIFICATE_MISMATCH);
    }

    /** Whether it is the check of a signature by keys that were not fetched. */
    public boolean assumesSignature() {
        return status == Status.SKIPPED && code == RejectionCode.ISSUER_KEYS_UNAVAILABLE;
    }

    /** Result of the check. */
    public enum Status {
        PASSED,
        FAILED,
        /** It was not possible, or there was nothing to check. */
        SKIPPED
    }
}
