package dev.countersign.core.grant;

import dev.countersign.core.oauth.ClientId;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator wants explained: an assertion as a client would send it, and what else would stand in the
 * request. Nothing prints it.
 *
 * @param assertion the text of the parameter
 * @param clientId of the application that would send it; empty when that does not matter
 * @param scope the text of the parameter; empty when there is none
 * @param resources the texts of the parameters (RFC 8707 §2)
 */
public record ExplainRequest(
        String assertion, Optional<ClientId> clientId, Optional<String> scope, List<String> resources) {

    public ExplainRequest {
        resources = List.copyOf(resources);
    }

    @Override
    public String toString() {
        return "ExplainRequest[redacted]";
    }
}
