package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustSnapshot;
import java.util.Optional;

/** The handler of token requests, independent of their transport. */
public interface TokenRequestHandler {

    /**
     * Answers a token request and records it.
     *
     * @param trust the snapshot used for the request
     * @throws RuntimeException for an internal fault, after it has been recorded
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

    /** The nonce for the next DPoP proof (RFC 9449 §8); empty when none is required. */
    default Optional<String> nonce() {
        return Optional.empty();
    }

    /** Records a token request that was refused before any check, such as a malformed one. */
    void refused(TrustSnapshot trust, Rejection rejection, RequestOrigin origin);
}
