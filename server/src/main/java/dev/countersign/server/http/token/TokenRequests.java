package dev.countersign.server.http.token;

import dev.countersign.core.grant.RequestOrigin;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.rejection.Ruling;

/** Who answers token requests once they are read: {@code TokenEndpoint::answer} of core. */
@FunctionalInterface
public interface TokenRequests {

    /**
     * Answers a token request and records it.
     *
     * @param parsed the request, or why its form was refused
     * @throws RuntimeException for a fault of ours, after it has been recorded
     */
    Ruling<TokenResponse> answer(Ruling<TokenRequest> parsed, RequestOrigin origin);
}
