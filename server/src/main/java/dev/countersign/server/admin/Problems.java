package dev.countersign.server.admin;

import dev.countersign.server.management.Outcome;
import dev.countersign.server.web.Problem;
import dev.countersign.server.web.Problem.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The problems that the API answers with. */
final class Problems {
    private Problems() {}

    /** The answer to an outcome; what was done is answered by the function. */
    static <T> Answer answer(Outcome<T> outcome, Function<T, Answer> done) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> done.apply(value);
            case Outcome.Invalid<T>(var problems) -> invalid(fields(problems));
            case Outcome.NotFound<T>() -> notFound();
            case Outcome.Conflict<T>(var code, var detail, var problems) ->
                new Answer.Refused(new Problem(
                        409, code, "This does not go with what is there.", detail, fields(problems), Map.of()));
            case Outcome.Forbidden<T>(var problems) ->
                new Answer.Refused(new Problem(
                        403,
                        "access.insufficient_scope",
                        "The access token lacks a scope.",
                        "This needs scopes of this server's administration that the token does not hold.",
                        fields(problems),
                        Map.of()));
            case Outcome.InUse<T>(var applications) -> inUse(applications);
            case Outcome.Stale<T>() ->
                new Answer.Refused(Problem.of(
                        412,
                        "precondition_failed",
                        "This was changed since it was read.",
                        "Read it again, look at what is new, and send the change with the new ETag."));
        };
    }

    private static Answer inUse(List<String> applications) {
        return new Answer.Refused(new Problem(
                409,
                "in_use",
                "Applications name this explicitly.",
                "Named by %s. With ?force=true it is removed from them too; one that named nothing else gets less by that, never more."
                        .formatted(String.join(", ", applications)),
                List.of(),
                Map.of("applications", applications)));
    }

    private static List<FieldError> fields(List<dev.countersign.server.management.Problem> problems) {
        return problems.stream()
                .map(problem -> new FieldError(problem.pointer(), problem.code(), problem.detail()))
                .toList();
    }

    static Answer invalid(List<FieldError> problems) {
        return new Answer.Refused(new Problem(
                400,
                "invalid_input",
                "The input is not valid.",
                "%s %s.".formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"),
                problems,
                Map.of()));
    }

    static Answer notFound() {
        return new Answer.Refused(Problem.of(404, "not_found", "There is nothing at this address."));
    }

    static Answer methodNotAllowed() {
        return new Answer.Refused(Problem.of(405, "method_not_allowed", "This address does not serve the method."));
    }

    static Answer tooSlow() {
        return new Answer.Refused(Problem.of(408, "http.body_too_slow", "The body did not arrive in time."));
    }

    static Answer unsupportedMediaType(String expected) {
        return new Answer.Refused(Problem.of(
                415,
                "unsupported_media_type",
                "The body is not of a type that is read here.",
                "Send it with Content-Type: %s.".formatted(expected)));
    }

    static Answer tooLarge() {
        return new Answer.Refused(Problem.of(413, "too_large", "The body is longer than 1 MB."));
    }

    static Answer malformedJson(String reason) {
        return new Answer.Refused(
                Problem.of(400, "malformed_json", "The body is not one JSON object.", "Not read: " + reason + "."));
    }
}
