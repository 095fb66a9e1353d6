package dev.countersign.core.jose.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 without second chances: no byte order mark, no overlong form, no surrogate, no replacement character. */
final class Utf8 {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    /** Decodes the bytes, or gives nothing when any of them is out of order (RFC 3629 §3, RFC 8725 §3.7). */
    static Optional<String> decode(byte[] bytes) {
        int union = 0;
        for (byte b : bytes) {
            union |= b;
        }
        if (union >= 0) {
            return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        try {
            // A new decoder reports what is malformed; String's own would put replacement characters in its place.
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
