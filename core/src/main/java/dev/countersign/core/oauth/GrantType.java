package dev.countersign.core.oauth;

import java.util.Arrays;
import java.util.Optional;

/** The kind of authorization grant a client presents in {@code grant_type} (RFC 6749 §4 and §6, RFC 7523 §2.1, RFC 8693 §2.1). */
public enum GrantType {
    /** A JWT signed by a trusted token issuer (RFC 7523 §2.1). */
    JWT_BEARER("urn:ietf:params:oauth:grant-type:jwt-bearer"),
    /** The client's own credentials (RFC 6749 §4.4). */
    CLIENT_CREDENTIALS("client_credentials"),
    /** A refresh token issued by an exchange (RFC 6749 §6). */
    REFRESH_TOKEN("refresh_token"),
    /** A token in exchange for another one (RFC 8693). */
    TOKEN_EXCHANGE("urn:ietf:params:oauth:grant-type:token-exchange");

    private final String value;

    GrantType(String value) {
        this.value = value;
    }

    /** The value in a request, compared exactly. */
    public String value() {
        return value;
    }

    /** The grant type with exactly this value; empty for any other text. */
    public static Optional<GrantType> of(String value) {
        return Arrays.stream(values()).filter(type -> type.value.equals(value)).findFirst();
    }
}
