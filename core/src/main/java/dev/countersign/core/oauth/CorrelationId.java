package dev.countersign.core.oauth;

/** The identifier that ties an answer to its audit event and its log line. */
public record CorrelationId(String value) {
    public CorrelationId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a correlation id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
