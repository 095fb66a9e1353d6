package dev.countersign.cli.remote;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.cli.remote.CallFailedException.Finding;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Explanation of a server's refusal for the user of a command. */
final class RefusalText {
    private RefusalText() {}

    /** The failure of a call to the REST API, whose response is usually a problem (RFC 9457). */
    static CallFailedException of(ApiResponse answer, ServerUrl server) {
        if (isUnknownOrganization(answer, server)) {
            return CallFailedException.refused("There is no organization \"%s\" at %s, or it is disabled."
                    .formatted(server.organization().orElseThrow(), server.base()));
        }
        if (answer.text("title").isEmpty()) {
            return CallFailedException.unavailable(
                    "%s answers %s and not as Countersign does; is this the right address?"
                            .formatted(server, answer.status()));
        }
        List<Finding> findings = findings(answer.json().path("errors"));
        return new CallFailedException(exitCode(answer.status()), sentence(answer, findings), findings);
    }

    /** A server has nothing at the paths of an organization that is unknown or disabled. */
    static boolean isUnknownOrganization(ApiResponse answer, ServerUrl server) {
        return answer.status() == 404
                && server.organization().isPresent()
                && !answer.text("error").isEmpty();
    }

    private static String sentence(ApiResponse answer, List<Finding> findings) {
        var sentence = new StringBuilder(answer.text("title"));
        // with the findings listed below, "2 problems." would be redundant
        if (findings.isEmpty() && !answer.text("detail").isEmpty()) {
            sentence.append(' ').append(answer.text("detail"));
        }
        if (answer.status() >= 500) {
            sentence.append(" Correlation id: ").append(answer.text("correlation_id"));
        }
        return sentence.toString();
    }

    static List<Finding> findings(JsonNode errors) {
        var findings = new ArrayList<Finding>();
        for (JsonNode error : errors) {
            findings.add(new Finding(
                    error.path("pointer").asString(""), error.path("detail").asString("")));
        }
        return findings;
    }

    /** The failure of a request for an administrator's token. */
    static CallFailedException ofToken(ApiResponse answer, ServerUrl server) {
        String error = answer.text("error");
        if (error.isEmpty()) {
            return RefusalText.of(answer, server);
        }
        String said =
                error + (answer.text("error_description").isEmpty() ? "" : ", " + answer.text("error_description"));
        return switch (answer.status()) {
            case 401 ->
                CallFailedException.noPermission("%s does not accept these credentials (%s)".formatted(server, said));
            case 429, 503 -> CallFailedException.unavailable("%s is busy (%s)".formatted(server, said));
            default ->
                answer.status() >= 500
                        ? CallFailedException.fault("%s met a fault (%s)".formatted(server, said))
                        : CallFailedException.noPermission(
                                "%s gives no administrator's token to this client (%s)".formatted(server, said));
        };
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.DATA;
            case 401, 403 -> ExitCode.NO_PERMISSION;
            case 429, 502, 503, 504 -> ExitCode.UNAVAILABLE;
            default -> status >= 500 ? ExitCode.SOFTWARE : ExitCode.REFUSED;
        };
    }
}
