package dev.countersign.core.jose.certificate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The forms of text and key stores in files. */
final class KeyFileText {
    static final String KEY_STORE =
            "is a Java key store, which may hold a private key; export the certificate with keytool -exportcert -rfc";

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final int JKS = 0xfeedfeed;
    private static final int JCEKS = 0xcececece;

    private KeyFileText() {}

    /** UTF-16, with or without byte order mark: every other octet of ASCII in it is 0. */
    static Optional<Charset> wideCharset(byte[] content) {
        if (content.length < 4) {
            return Optional.empty();
        }
        boolean bigEndian = (content[0] == (byte) 0xfe && content[1] == (byte) 0xff)
                || (content[0] == 0 && content[1] != 0 && content[2] == 0 && content[3] != 0);
        boolean littleEndian = (content[0] == (byte) 0xff && content[1] == (byte) 0xfe)
                || (content[0] != 0 && content[1] == 0 && content[2] != 0 && content[3] == 0);
        return bigEndian
                ? Optional.of(StandardCharsets.UTF_16BE)
                : littleEndian ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    static boolean isKeyStore(byte[] content) {
        int magic =
                content.length < Integer.BYTES ? 0 : ByteBuffer.wrap(content).getInt();
        return magic == JKS || magic == JCEKS;
    }

    /** UTF-8, otherwise ISO 8859-1 unless control characters show that it is not text. */
    static Optional<String> decode(byte[] content) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException anotherCharset) {
            text = new String(content, StandardCharsets.ISO_8859_1);
        }
        boolean printed = text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
        return printed
                ? Optional.of(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text)
                : Optional.empty();
    }
}
