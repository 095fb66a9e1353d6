package dev.countersign.core.explain;

import dev.countersign.core.grant.Grant;
import dev.countersign.core.oauth.ClientId;
import java.util.List;
import java.util.Optional;

/**
 * Request of an explanation: a grant as a client would present it, and the other parameters of the request.
 *
 * @param clientId of the application that would send it; empty when that is irrelevant
 * @param scope the value of the parameter; empty when there is none
 * @param resources the values of the parameters (RFC 8707 §2)
 * @param proofs the values of the {@code DPoP} header fields
 */
public record ExplainRequest(
        Grant grant, Optional<ClientId> clientId, Optional<String> scope, List<String> resources, List<String> proofs) {

    public ExplainRequest {
        resources = List.copyOf(resources);
        proofs = List.copyOf(proofs);
    }
}
