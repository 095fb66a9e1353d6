package dev.countersign.core.grant;

import dev.countersign.core.oauth.ClientId;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator wants explained: a grant as a client would present it, and what else would stand in the request.
 *
 * @param clientId of the application that would send it; empty when that does not matter
 * @param scope the text of the parameter; empty when there is none
 * @param resources the texts of the parameters (RFC 8707 §2)
 */
public record ExplainRequest(Grant grant, Optional<ClientId> clientId, Optional<String> scope, List<String> resources) {

    public ExplainRequest {
        resources = List.copyOf(resources);
    }
}
