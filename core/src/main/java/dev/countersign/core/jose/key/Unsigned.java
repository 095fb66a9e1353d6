package dev.countersign.core.jose.key;

import java.math.BigInteger;

/** Non-negative integers as big-endian octets in base64url (RFC 7518 §2, Base64urlUInt). */
public final class Unsigned {
    private Unsigned() {}

    /** Encodes the number in as few octets as possible. */
    public static String encode(BigInteger number) {
        return encode(number, Math.max(1, (number.bitLength() + 7) / 8));
    }

    /** Encodes the number in this number of octets. */
    public static String encode(BigInteger number, int length) {
        return Base64Url.encode(octets(number, length));
    }

    public static byte[] octets(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] octets = new byte[length];
        int used = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - used, octets, length - used, used);
        return octets;
    }

    public static BigInteger decode(byte[] octets) {
        return new BigInteger(1, octets);
    }
}
