package dev.countersign.server.transport;

/** The outcome of receiving the body of a request; after anything but {@link Complete} its rest is never read. */
public sealed interface ReceivedBody {

    /** All of it; empty when the request has none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Complete(byte[] bytes) implements ReceivedBody {
        @Override
        public String toString() {
            return "Complete[redacted]";
        }
    }

    /** Longer than the reader takes. */
    record TooLarge() implements ReceivedBody {}

    /** Not complete at its deadline. */
    record TooSlow() implements ReceivedBody {}
}
