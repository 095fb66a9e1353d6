package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.Rejection;

/** Result of a recorded request by a draft, as far as the audit determines it. */
sealed interface Judgement {

    /** The same outcome: still accepted, or still refused, perhaps by another check. */
    record Unchanged() implements Judgement {}

    /** An accepted request that would be refused. */
    record Refused(String code, Evidence evidence) implements Judgement {
        static Refused by(Rejection rejection) {
            return new Refused(rejection.code().value(), rejection.evidence());
        }
    }

    /** A refused request that would be accepted. */
    record Accepted() implements Judgement {}

    /** A request whose outcome depends on something that the audit does not keep. */
    record Unknown(String reason) implements Judgement {}
}
