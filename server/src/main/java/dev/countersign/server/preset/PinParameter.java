package dev.countersign.server.preset;

/**
 * A value to which an issuer is limited by a condition, such as an organization or a subject.
 *
 * @param condition in CEL, with {@code {}} for the value; the kind of the parameter permits no character that ends a
 *     literal
 */
public record PinParameter(Parameter parameter, String condition) {
    private static final String VALUE = "{}";

    /** The condition for this value. */
    String conditionFor(String value) {
        return condition.replace(VALUE, value);
    }
}
