package dev.countersign.server.admin.call;

import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.ProblemDetails.FieldError;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The problem responses of the API. */
public final class ApiProblems {
    private static final String INSUFFICIENT_SCOPE = "access.insufficient_scope";

    private ApiProblems() {}

    /** The response to an author: a person lacks a role where an application lacks scopes. */
    public static AdminResponse to(Administrator author, AdminResponse response) {
        return author.token().isPresent()
                        && response instanceof AdminResponse.Refused(var problem)
                        && problem.code().equals(INSUFFICIENT_SCOPE)
                ? new AdminResponse.Refused(new ProblemDetails(
                        403,
                        "access.insufficient_role",
                        "The role of the personal access token does not suffice.",
                        "Changes of applications with admin: scopes need the role administrator, of the token and of its person.",
                        problem.errors(),
                        Map.of()))
                : response;
    }

    /** The response to an outcome; the function supplies the response to success. */
    public static <T> AdminResponse answer(Outcome<T> outcome, Function<T, AdminResponse> done) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> done.apply(value);
            case Outcome.Invalid<T>(var problems) -> invalid(fields(problems));
            case Outcome.NotFound<T>() -> notFound();
            case Outcome.Conflict<T>(var code, var detail, var problems) ->
                new AdminResponse.Refused(new ProblemDetails(
                        409, code, "Conflicts with an existing resource.", detail, fields(problems), Map.of()));
            case Outcome.Forbidden<T>(var problems) ->
                new AdminResponse.Refused(new ProblemDetails(
                        403,
                        INSUFFICIENT_SCOPE,
                        "The access token lacks a scope.",
                        "The change needs admin: scopes that the access token does not have.",
                        fields(problems),
                        Map.of()));
            case Outcome.InUse<T>(var applications) -> inUse(applications);
            case Outcome.Stale<T>() ->
                new AdminResponse.Refused(ProblemDetails.of(
                        412,
                        "precondition_failed",
                        "The resource was changed since it was read.",
                        "Read the resource again, check the differences, and send the change with the new ETag."));
        };
    }

    private static AdminResponse inUse(List<String> applications) {
        return new AdminResponse.Refused(new ProblemDetails(
                409,
                "in_use",
                "Applications name this resource.",
                "Named by %s. Use ?force=true to remove it from these applications too; an application that names no other then has access to none."
                        .formatted(String.join(", ", applications)),
                List.of(),
                Map.of("applications", applications)));
    }

    private static List<FieldError> fields(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new FieldError(problem.pointer(), problem.code(), problem.detail()))
                .toList();
    }

    public static AdminResponse invalid(List<FieldError> problems) {
        return new AdminResponse.Refused(new ProblemDetails(
                400,
                "invalid_input",
                "The input is not valid.",
                "%s %s.".formatted(problems.size(), problems.size() == 1 ? "problem" : "problems"),
                problems,
                Map.of()));
    }

    public static AdminResponse notFound() {
        return new AdminResponse.Refused(ProblemDetails.of(404, "not_found", "There is nothing at this address."));
    }

    public static AdminResponse methodNotAllowed() {
        return new AdminResponse.Refused(
                ProblemDetails.of(405, "method_not_allowed", "This address does not support the method."));
    }

    public static AdminResponse tooSlow() {
        return new AdminResponse.Refused(
                ProblemDetails.of(408, "http.body_too_slow", "The body did not arrive in time."));
    }

    public static AdminResponse unsupportedMediaType(String expected) {
        return new AdminResponse.Refused(ProblemDetails.of(
                415,
                "unsupported_media_type",
                "The media type of the body is not supported.",
                "Send it with Content-Type: %s.".formatted(expected)));
    }

    public static AdminResponse tooLarge() {
        return new AdminResponse.Refused(ProblemDetails.of(413, "too_large", "The body is longer than 1 MB."));
    }

    public static AdminResponse malformedJson(String reason) {
        return new AdminResponse.Refused(ProblemDetails.of(
                400, "malformed_json", "The body is not one JSON object.", "Cannot parse the body: " + reason + "."));
    }
}
