package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustSnapshot;

/** The handler of token requests, in whatever way they come in. */
public interface TokenRequestHandler {

    /**
     * Answers a token request and records it.
     *
     * @param trust the snapshot that it is judged by
     * @throws RuntimeException for a fault of ours, after it has been recorded
     */
    Ruling<TokenResponse> answer(TrustSnapshot trust, TokenRequest request, RequestOrigin origin);

    /** Answers a token request if it is well-formed, and records it in any case. */
    default Ruling<TokenResponse> answer(TrustSnapshot trust, Ruling<TokenRequest> parsed, RequestOrigin origin) {
        return switch (parsed) {
            case Ruling.Granted<TokenRequest>(TokenRequest request) -> answer(trust, request, origin);
            case Ruling.Refused<TokenRequest>(Rejection rejection) -> {
                refused(trust, rejection, origin);
                yield Ruling.refused(rejection);
            }
        };
    }

    /** Records a token request that was refused before it could be judged, such as a malformed one. */
    void refused(TrustSnapshot trust, Rejection rejection, RequestOrigin origin);
}
