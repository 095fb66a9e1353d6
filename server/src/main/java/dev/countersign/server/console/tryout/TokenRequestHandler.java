package dev.countersign.server.console.tryout;

import dev.countersign.core.grant.RequestOrigin;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.rejection.Ruling;

/** Who answers token requests: {@code TokenEndpoint::answer} of core, the one that also serves {@code /oauth2/token}. */
@FunctionalInterface
public interface TokenRequestHandler {

    /** Answers a token request and records it. */
    Ruling<TokenResponse> answer(Ruling<TokenRequest> request, RequestOrigin origin);
}
