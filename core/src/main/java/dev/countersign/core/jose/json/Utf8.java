package dev.countersign.core.jose.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Strict UTF-8: no byte order mark, no overlong form, no surrogate, no replacement character. */
final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** Decodes the bytes; empty when they are malformed (RFC 3629 §3, RFC 8725 §3.7). */
    static Optional<String> decode(byte[] bytes) {
        int union = 0;
        for (byte b : bytes) {
            union |= b;
        }
        if (union >= 0) {
            return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        try {
            // A new decoder reports malformed input; String's own would insert replacement characters.
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.charAt(0) == BYTE_ORDER_MARK ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
