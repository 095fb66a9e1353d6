package dev.countersign.core.jose.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The base64url encoding of RFC 7515 §2, with one encoding per value.
 *
 * <p>The JDK's decoder accepts padding and ignores surplus bits in the last character, so that a signature would have
 * several encodings. This one accepts the canonical encoding only (RFC 4648 §3.5).
 */
public final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The six bits of each character; negative for other characters. */
    private static final int[] SEXTETS = new int[256];

    static {
        Arrays.fill(SEXTETS, -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            SEXTETS[ALPHABET.charAt(i)] = i;
        }
    }

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    public static byte[] encodeToBytes(byte[] bytes) {
        return ENCODER.encode(bytes);
    }

    public static Optional<byte[]> decode(String text) {
        // Characters outside Latin-1 become question marks, which are not in the alphabet either.
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        return decode(latin, 0, latin.length);
    }

    /** Decodes the characters from {@code start} to before {@code end}; empty unless they are canonical. */
    public static Optional<byte[]> decode(byte[] ascii, int start, int end) {
        int length = end - start;
        int rest = length & 3;
        if (rest == 1) {
            return Optional.empty();
        }
        int whole = end - rest;
        byte[] bytes = new byte[(int) (length * 3L / 4)];
        int out = 0;
        int seen = 0;
        for (int in = start; in < whole; in += 4) {
            int bits = sextet(ascii[in]) << 18
                    | sextet(ascii[in + 1]) << 12
                    | sextet(ascii[in + 2]) << 6
                    | sextet(ascii[in + 3]);
            seen |= bits;
            bytes[out++] = (byte) (bits >> 16);
            bytes[out++] = (byte) (bits >> 8);
            bytes[out++] = (byte) bits;
        }
        if (rest > 0) {
            int bits = sextet(ascii[whole]) << 18
                    | sextet(ascii[whole + 1]) << 12
                    | (rest == 3 ? sextet(ascii[whole + 2]) << 6 : 0);
            bytes[out++] = (byte) (bits >> 16);
            if (rest == 3) {
                bytes[out] = (byte) (bits >> 8);
            }
            int stray = rest == 3 ? bits & 0xFF : bits & 0xFFFF;
            seen |= stray == 0 ? bits : -1;
        }
        return seen < 0 ? Optional.empty() : Optional.of(bytes);
    }

    private static int sextet(byte ascii) {
        return SEXTETS[ascii & 0xFF];
    }
}
