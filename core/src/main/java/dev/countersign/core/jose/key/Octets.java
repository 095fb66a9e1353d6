package dev.countersign.core.jose.key;

import java.util.Arrays;

/** Concatenation of octet strings. */
public final class Octets {
    private Octets() {}

    public static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
