package dev.countersign.server.web;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.List;
import java.util.Map;

/**
 * An answer that says what is wrong with a request (RFC 9457).
 *
 * @param status the HTTP status
 * @param code a stable dotted code for programs
 * @param title one sentence for people, the same for every problem of this code
 * @param detail what is wrong this time; empty when the title says it all
 * @param errors every bad field, when the input is bad
 * @param extensions further members, as JSON values (RFC 9457 §3.2)
 */
public record ProblemDetails(
        int status, String code, String title, String detail, List<FieldError> errors, Map<String, Object> extensions) {
    public ProblemDetails {
        errors = List.copyOf(errors);
        extensions = UnmodifiableCopies.of(extensions);
    }

    /**
     * One bad field.
     *
     * @param pointer where it stands in the request body (RFC 6901)
     * @param code a stable code for programs
     * @param detail what is wrong with it
     */
    public record FieldError(String pointer, String code, String detail) {}

    /** A problem that its title describes completely. */
    public static ProblemDetails of(int status, String code, String title) {
        return new ProblemDetails(status, code, title, "", List.of(), Map.of());
    }

    /** A problem with the particulars of this time. */
    public static ProblemDetails of(int status, String code, String title, String detail) {
        return new ProblemDetails(status, code, title, detail, List.of(), Map.of());
    }
}
