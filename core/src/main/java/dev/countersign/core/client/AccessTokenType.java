package dev.countersign.core.client;

import java.util.Arrays;
import java.util.Optional;

/** Format of an access token. */
public enum AccessTokenType {
    /** Signed, and readable by every holder (RFC 9068). */
    JWT("jwt"),
    /** A random text that is validated by introspection only (RFC 7662). */
    OPAQUE("opaque");

    private final String value;

    AccessTokenType(String value) {
        this.value = value;
    }

    /** The value in an application's settings. */
    public String value() {
        return value;
    }

    /** The type with exactly this value. */
    public static Optional<AccessTokenType> of(String value) {
        return Arrays.stream(values()).filter(type -> type.value.equals(value)).findFirst();
    }
}
