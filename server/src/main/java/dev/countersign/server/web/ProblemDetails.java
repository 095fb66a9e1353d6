package dev.countersign.server.web;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.util.List;
import java.util.Map;

/**
 * A problem response (RFC 9457).
 *
 * @param status the HTTP status
 * @param code a stable dotted code for programs
 * @param title one sentence for people, the same for every problem of this code
 * @param detail the specific problem; empty when the title is sufficient
 * @param errors all invalid fields, when the input is invalid
 * @param extensions further members, as JSON values (RFC 9457 §3.2)
 */
public record ProblemDetails(
        int status, String code, String title, String detail, List<FieldError> errors, Map<String, Object> extensions) {
    public ProblemDetails {
        errors = List.copyOf(errors);
        extensions = UnmodifiableCopies.of(extensions);
    }

    /**
     * One invalid field.
     *
     * @param pointer its position in the request body (RFC 6901)
     * @param code a stable code for programs
     * @param detail the problem
     */
    public record FieldError(String pointer, String code, String detail) {}

    /** A problem that is described completely by its title. */
    public static ProblemDetails of(int status, String code, String title) {
        return new ProblemDetails(status, code, title, "", List.of(), Map.of());
    }

    /** A problem with details. */
    public static ProblemDetails of(int status, String code, String title, String detail) {
        return new ProblemDetails(status, code, title, detail, List.of(), Map.of());
    }
}
