package dev.countersign.core.client;

import java.util.Arrays;
import java.util.Optional;

/** Client authentication method at the token endpoint (RFC 7591 §2, {@code token_endpoint_auth_method}). */
public enum AuthenticationMethod {
    CLIENT_SECRET_BASIC("client_secret_basic"),
    CLIENT_SECRET_POST("client_secret_post"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    /** A certificate of a trusted authority, with a registered name (RFC 8705 §2.1). */
    TLS_CLIENT_AUTH("tls_client_auth"),
    /** A certificate that the client has registered or publishes (RFC 8705 §2.2). */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth");

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
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }

    /** Whether the client shows a certificate in TLS. */
    public boolean usesCertificate() {
        return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** Whether the client has a JWK set. */
    public boolean usesKeys() {
        return this == PRIVATE_KEY_JWT || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** The method with exactly this value. */
    public static Optional<AuthenticationMethod> of(String value) {
        return Arrays.stream(values())
                .filter(method -> method.value.equals(value))
                .findFirst();
    }
}
