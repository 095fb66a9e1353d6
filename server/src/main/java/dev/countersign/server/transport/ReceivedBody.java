package dev.countersign.server.transport;

/**
 * The outcome of receiving the body of a request; after any other outcome than {@link Complete} the rest is never read.
 */
public sealed interface ReceivedBody {

    /** Success: the whole body; empty when the request has none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Complete(byte[] bytes) implements ReceivedBody {
        @Override
        public String toString() {
            return "Complete[redacted]";
        }
    }

    /** Failure: longer than the reader accepts. */
    record TooLarge() implements ReceivedBody {}

    /** Failure: the body was not complete at its deadline. */
    record TooSlow() implements ReceivedBody {}
}
