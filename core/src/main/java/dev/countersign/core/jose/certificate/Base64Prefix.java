package dev.countersign.core.jose.certificate;

import java.util.Arrays;

/** The first octets of base64 (RFC 4648 §4, §5) that begins within a text, which may contain line breaks. */
final class Base64Prefix {
    private static final int BITS = 6;

    private Base64Prefix() {}

    /**
     * Decodes from a position on, as far as there is base64.
     *
     * @param most largest number of characters of base64 to decode
     */
    static byte[] decode(String text, int begin, int most) {
        var octets = new byte[most];
        int count = 0;
        int buffer = 0;
        int bits = 0;
        int seen = 0;
        for (int i = begin; i < text.length() && seen < most; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                continue;
            }
            int value = value(c);
            if (value < 0) {
                break;
            }
            seen++;
            buffer = (buffer << BITS) | value;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                octets[count++] = (byte) (buffer >> bits);
            }
        }
        return Arrays.copyOf(octets, count);
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return switch (c) {
            case '+', '-' -> 62;
            case '/', '_' -> 63;
            default -> -1;
        };
    }
}
