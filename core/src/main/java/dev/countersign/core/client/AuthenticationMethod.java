package dev.countersign.core.client;

import java.util.Arrays;
import java.util.Optional;

/** Client authentication method at the token endpoint (RFC 7591 §2, {@code token_endpoint_auth_method}). */
public enum AuthenticationMethod {
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String value;

    AuthenticationMethod(String value) {
        this.value = value;
    }

    /** The value in metadata. */
    public String value() {
        return value;
    }

    /** Whether the client presents a shared secret; otherwise it has none. */
    public boolean usesSecret() {
        return this != PRIVATE_KEY_JWT;
    }

    /** The method with exactly this value. */
    public static Optional<AuthenticationMethod> of(String value) {
        return Arrays.stream(values())
                .filter(method -> method.value.equals(value))
                .findFirst();
    }
}
