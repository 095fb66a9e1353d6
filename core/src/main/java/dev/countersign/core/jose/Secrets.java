package dev.countersign.core.jose;

import java.math.BigInteger;
import java.security.SecureRandom;

/** The source of everything that must not be guessed. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_LENGTH = 26;

    private Secrets() {}

    /** A new secret of 256 random bits in 43 characters of base64url. */
    public static String generate() {
        return Base64Url.encode(bytes(32));
    }

    /** A new opaque id of 130 random bits in 26 digits and lower-case letters: safe in URLs and on command lines. */
    public static String generateId() {
        var digits = new BigInteger(ID_LENGTH * 5, RANDOM).toString(32);
        return "0".repeat(ID_LENGTH - digits.length()) + digits;
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
