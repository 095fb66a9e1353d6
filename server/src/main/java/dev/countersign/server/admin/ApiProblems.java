package dev.countersign.server.admin;

import dev.countersign.server.management.Outcome;
import dev.countersign.server.management.Problem;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.ProblemDetails.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The problems that the API answers with. */
final class ApiProblems {
    private ApiProblems() {}

    /** The answer to an outcome; what was done is answered by the function. */
    static <T> AdminResponse answer(Outcome<T> outcome, Function<T, AdminResponse> done) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> done.apply(value);
            case Outcome.Invalid<T>(var problems) -> invalid(fields(problems));
            case Outcome.NotFound<T>() -> notFound();
            case Outcome.Conflict<T>(var code, var detail, var problems) ->
                new AdminResponse.Refused(new ProblemDetails(
                        409, code, "This does not go with what is there.", detail, fields(problems), Map.of()));
            case Outcome.Forbidden<T>(var problems) ->
                new AdminResponse.Refused(new ProblemDetails(
                        403,
                        "access.insufficient_scope",
                        "The access token lacks a scope.",
                        "This needs scopes of this server's administration that the token does not hold.",
                        fields(problems),
                        Map.of()));
            case Outcome.InUse<T>(var applications) -> inUse(applications);
            case Outcome.Stale<T>() ->
                new AdminResponse.Refused(ProblemDetails.of(
                        412,
                        "precondition_failed",
                        "This was changed since it was read.",
                        "Read it again, look at what is new, and send the change with the new ETag."));
        };
    }

    private static AdminResponse inUse(List<String> applications) {
        return new AdminResponse.Refused(new ProblemDetails(
                409,
                "in_use",
                "Applications name this explicitly.",
                "Named by %s. With ?force=true it is removed from them too; one that named nothing else gets less by that, never more."
                        .formatted(String.join(", ", applications)),
                List.of(),
                Map.of("applications", applications)));
    }

    private static List<FieldError> fields(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new FieldError(problem.pointer(), problem.code(), problem.detail()))
                .toList();
    }

    static AdminResponse invalid(List<FieldError> problems) {
        return new AdminResponse.Refused(new ProblemDetails(
                400,
                "invalid_input",
                "The input is not valid.",
                "%s %s.".formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"),
                problems,
                Map.of()));
    }

    static AdminResponse notFound() {
        return new AdminResponse.Refused(ProblemDetails.of(404, "not_found", "There is nothing at this address."));
    }

    static AdminResponse methodNotAllowed() {
        return new AdminResponse.Refused(
                ProblemDetails.of(405, "method_not_allowed", "This address does not serve the method."));
    }

    static AdminResponse tooSlow() {
        return new AdminResponse.Refused(
                ProblemDetails.of(408, "http.body_too_slow", "The body did not arrive in time."));
    }

    static AdminResponse unsupportedMediaType(String expected) {
        return new AdminResponse.Refused(ProblemDetails.of(
                415,
                "unsupported_media_type",
                "The body is not of a type that is read here.",
                "Send it with Content-Type: %s.".formatted(expected)));
    }

    static AdminResponse tooLarge() {
        return new AdminResponse.Refused(ProblemDetails.of(413, "too_large", "The body is longer than 1 MB."));
    }

    static AdminResponse malformedJson(String reason) {
        return new AdminResponse.Refused(ProblemDetails.of(
                400, "malformed_json", "The body is not one JSON object.", "Not read: " + reason + "."));
    }
}
