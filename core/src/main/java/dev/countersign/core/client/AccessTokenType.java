package dev.countersign.core.client;

import java.util.Arrays;
import java.util.Optional;

/** What an access token looks like to those who check it. */
public enum AccessTokenType {
    /** Signed, and readable by every holder (RFC 9068). */
    JWT("jwt"),
    /** A random text that only introspection understands (RFC 7662). */
    OPAQUE("opaque");

    private final String value;

    AccessTokenType(String value) {
        this.value = value;
    }

    /** The type as it stands in an application's settings. */
    public String value() {
        return value;
    }

    /** The type of exactly this value. */
    public static Optional<AccessTokenType> of(String value) {
        return Arrays.stream(values()).filter(type -> type.value.equals(value)).findFirst();
    }
}
