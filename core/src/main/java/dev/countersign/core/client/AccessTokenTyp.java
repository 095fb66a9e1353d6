package dev.countersign.core.client;

import java.util.Arrays;
import java.util.Optional;

/** The {@code typ} of a signed access token. */
public enum AccessTokenTyp {
    /** RFC 9068 §2.1. */
    AT_JWT("at+jwt"),
    /** RFC 7519 §5.1, for resource servers that accept no other value. */
    JWT("JWT");

    private final String value;

    AccessTokenTyp(String value) {
        this.value = value;
    }

    /** The value in the header and in an application's settings. */
    public String value() {
        return value;
    }

    /** The type with exactly this value. */
    public static Optional<AccessTokenTyp> of(String value) {
        return Arrays.stream(values()).filter(typ -> typ.value.equals(value)).findFirst();
    }
}
