package dev.countersign.core.oauth;

import java.util.Locale;

/** An {@code error} value of an OAuth response (RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 8707 §2, RFC 9396 §5, RFC 9449 §12.2). */
public enum ErrorCode {
    INVALID_REQUEST,
    INVALID_CLIENT,
    INVALID_GRANT,
    UNAUTHORIZED_CLIENT,
    UNSUPPORTED_GRANT_TYPE,
    UNSUPPORTED_RESPONSE_TYPE,
    INVALID_SCOPE,
    INVALID_TARGET,
    INVALID_AUTHORIZATION_DETAILS,
    INVALID_DPOP_PROOF,
    USE_DPOP_NONCE,
    TEMPORARILY_UNAVAILABLE,
    SERVER_ERROR,
    INVALID_TOKEN,
    INSUFFICIENT_SCOPE;

    private final String value = name().toLowerCase(Locale.ROOT);

    /** The value in the response. */
    public String value() {
        return value;
    }
}
