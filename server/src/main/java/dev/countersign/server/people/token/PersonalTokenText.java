package dev.countersign.server.people.token;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a personal access token, which its holder presents: a fixed prefix by which secret scanners find it, a secret
 * of 256 random bits, and a checksum by which a mistyped or invented token is refused without a look-up. Only its hash is
 * stored, and its string form is redacted.
 */
public final class PersonalTokenText {
    /** The beginning of all tokens. */
    public static final String PREFIX = "csp_";

    /** The prefix, 43 characters of the secret, and 6 of its CRC-32, both in base64url. */
    private static final Pattern FORM = Pattern.compile("csp_[A-Za-z0-9_-]{49}");

    private static final int SUM_LENGTH = 6;

    private final String value;

    private PersonalTokenText(String value) {
        this.value = value;
    }

    /** A new token. */
    static PersonalTokenText generate() {
        String secret = PREFIX + Secrets.generate();
        return new PersonalTokenText(secret + sum(secret));
    }

    /** The token in a text; empty when the text is no token. */
    public static Optional<PersonalTokenText> read(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int end = text.length() - SUM_LENGTH;
        return text.substring(end).equals(sum(text.substring(0, end)))
                ? Optional.of(new PersonalTokenText(text))
                : Optional.empty();
    }

    private static String sum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Base64Url.encode(
                ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array());
    }

    /** The token, to be shown once. */
    public String value() {
        return value;
    }

    Sha256 hash() {
        return Sha256.ofUtf8(value);
    }

    @Override
    public String toString() {
        return "PersonalTokenText[redacted]";
    }
}
