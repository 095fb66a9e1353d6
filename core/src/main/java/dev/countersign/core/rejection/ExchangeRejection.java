package dev.countersign.core.rejection;

/** A refusal of a subject token or an actor token (RFC 8693 §2.2.2); the public response is the same for all reasons. */
public sealed interface ExchangeRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case NotAccepted refused -> refused.reason().code();
            case Unusable _ -> RejectionCode.TOKEN_UNUSABLE;
        };
    }

    /** A JWT of a third party that a check of assertions refused. */
    record NotAccepted(Rejection reason) implements ExchangeRejection {
        @Override
        public Evidence evidence() {
            return reason.evidence();
        }
    }

    /** A token of this server that cannot be exchanged. */
    record Unusable(String expected, String actual, String hint) implements ExchangeRejection {
        public Unusable(String expected, String actual) {
            this(expected, actual, RejectionCode.TOKEN_UNUSABLE.remedy());
        }

        @Override
        public Evidence evidence() {
            return new Evidence(expected, actual, hint);
        }
    }
}
