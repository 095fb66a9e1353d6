package dev.countersign.core.jose.signing;

import dev.countersign.core.jose.key.Base64Url;
import java.security.SecureRandom;
import java.time.Instant;

/** The source of all values that must not be guessable. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int DIGIT_BITS = 5;
    private static final int FIVE_BITS = (1 << DIGIT_BITS) - 1;
    private static final int ID_LENGTH = 26;
    private static final int TIME_LENGTH = 10;

    private Secrets() {}

    /** A new secret of 256 random bits in 43 characters of base64url. */
    public static String generate() {
        return Base64Url.encode(bytes(32));
    }

    /** A new opaque id of 130 random bits in 26 digits and lower-case letters: safe in URLs and on command lines. */
    public static String generateId() {
        return withRandom(new char[ID_LENGTH], 0);
    }

    /**
     * A new opaque id like {@link #generateId()} whose first ten characters are the time in milliseconds and the other
     * sixteen 80 random bits. Ids of the same time are adjacent in an index, so that adding a row to a million costs no
     * more than adding one to ten.
     */
    public static String generateId(Instant at) {
        char[] digits = new char[ID_LENGTH];
        long time = at.toEpochMilli();
        for (int i = TIME_LENGTH - 1; i >= 0; i--) {
            digits[i] = Character.forDigit((int) time & FIVE_BITS, 1 << DIGIT_BITS);
            time >>>= DIGIT_BITS;
        }
        return withRandom(digits, TIME_LENGTH);
    }

    private static String withRandom(char[] digits, int from) {
        byte[] random = bytes(digits.length - from);
        for (int i = from; i < digits.length; i++) {
            digits[i] = Character.forDigit(random[i - from] & FIVE_BITS, 1 << DIGIT_BITS);
        }
        return new String(digits);
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
