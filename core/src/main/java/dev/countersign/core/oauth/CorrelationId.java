package dev.countersign.core.oauth;

/** The identifier that connects a response with its audit event and its log line. */
public record CorrelationId(String value) {
    public CorrelationId {
        value = PlainText.required(value, "a correlation id");
    }

    @Override
    public String toString() {
        return value;
    }
}
