package dev.countersign.cli.remote;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param json missing when the answer had no body, or one that is no JSON
 * @param etag the version of what was read or saved
 * @param correlationId under which the audit tells more
 */
public record ApiResponse(int status, JsonNode json, Optional<String> etag, Optional<String> correlationId) {

    /** Whether the server did what it was asked. */
    public boolean isDone() {
        return status >= 200 && status < 300;
    }

    /** A text of the answer, empty when it is not there. */
    public String text(String member) {
        return json.path(member).asString("");
    }
}
