package dev.countersign.cli.remote;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Response of a server.
 *
 * @param json missing when the response has no body, or one that is not JSON
 * @param etag the version of the resource
 * @param correlationId identifies the request in the audit
 * @param dpopNonce the nonce for the next proof (RFC 9449 §8)
 */
public record ApiResponse(
        int status, JsonNode json, Optional<String> etag, Optional<String> correlationId, Optional<String> dpopNonce) {

    /** Whether the request succeeded. */
    public boolean isDone() {
        return status >= 200 && status < 300;
    }

    /** A text member of the response, empty when it is absent. */
    public String text(String member) {
        return json.path(member).asString("");
    }
}
