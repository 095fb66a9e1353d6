package dev.countersign.server.web;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writer of responses: JSON that is never cached, and problems (RFC 9457). */
public final class Responses {
    /** JSON, always in UTF-8. */
    public static final Header JSON = new Header("Content-Type", "application/json;charset=UTF-8");
    /** A problem (RFC 9457 §3), which is JSON and so in UTF-8 too. */
    private static final Header PROBLEM_JSON = new Header("Content-Type", "application/problem+json");
    /** For responses with secret content, or about a single request (RFC 6749 §5.1). */
    public static final Header NO_STORE = new Header("Cache-Control", "no-store");

    private Responses() {}

    /** Sends a JSON object that caches must not store. */
    public static void json(ServerResponse response, int status, Map<String, ?> members) {
        response.header(JSON).header(NO_STORE).status(status).send(JsonText.write(members));
    }

    /** Sends a problem, including the correlation id of the request. */
    public static void problem(ServerResponse response, ProblemDetails problem) {
        response.header(PROBLEM_JSON)
                .header(NO_STORE)
                .status(problem.status())
                .send(problemJson(problem, CorrelationIds.of(response)));
    }

    /** The body of a problem response. */
    private static byte[] problemJson(ProblemDetails problem, CorrelationId correlationId) {
        var members = new LinkedHashMap<String, Object>();
        // RFC 9457 §3.1.1: a tag URI names the type and cannot be fetched
        members.put("type", "tag:countersign.dev,2026:" + problem.code());
        members.put("title", problem.title());
        members.put("status", problem.status());
        if (!problem.detail().isEmpty()) {
            members.put("detail", problem.detail());
        }
        members.put("code", problem.code());
        members.put("correlation_id", correlationId.value());
        if (!problem.errors().isEmpty()) {
            members.put(
                    "errors",
                    problem.errors().stream().map(Responses::fieldError).toList());
        }
        members.putAll(problem.extensions());
        return JsonText.write(members);
    }

    /**
     * {@code Retry-After} in whole seconds (RFC 9110 §10.2.3), rounded up and at least one, so that a client does not
     * retry too early.
     */
    public static Header retryAfter(Duration wait) {
        return new Header("Retry-After", Long.toString(seconds(wait)));
    }

    /** {@code DPoP-Nonce} (RFC 9449 §8.1). */
    public static Header dpopNonce(String nonce) {
        return new Header("DPoP-Nonce", nonce);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static Map<String, Object> fieldError(ProblemDetails.FieldError error) {
        var members = new LinkedHashMap<String, Object>();
        members.put("pointer", error.pointer());
        members.put("code", error.code());
        members.put("detail", error.detail());
        return members;
    }
}
