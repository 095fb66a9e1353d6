package dev.countersign.core.jose.certificate;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detector of private keys in submitted text, in any notation. Text with a private key is never shown again. In doubt
 * it reports one: text that merely may contain a private key counts.
 */
public final class PrivateKeys {
    private static final Pattern LABEL = Pattern.compile("BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PRIVATE KEY(?: BLOCK)?----"
            + "|PUTTY-USER-KEY-FILE|AGE-SECRET-KEY-|\"PRIVATE_KEY\"");

    /** A private member of a JWK (RFC 7518 §6.2.2, §6.3.2 and §6.4.1) with a value, also with escaped quotes. */
    private static final Pattern PRIVATE_MEMBER =
            Pattern.compile("\\b(?:d|p|q|dp|dq|qi|k)\\\\{0,4}[\"']?\\s{0,8}:\\s{0,8}\\\\{0,4}[\"']?[A-Za-z0-9_-]{16}");

    /** Base64 of an ASN.1 sequence always begins with M; the text may have line breaks and begin with other text. */
    private static final Pattern SEQUENCE = Pattern.compile("(?<![A-Za-z0-9+/])M");

    private static final int PREFIX_IN_BASE64 = (DerFormat.PREFIX + 2) / 3 * 4;

    private PrivateKeys() {}

    /** Whether the text may contain a private key, or a container of one. */
    public static boolean mayBeIn(String text) {
        return LABEL.matcher(text.toUpperCase(Locale.ROOT)).find()
                || PRIVATE_MEMBER.matcher(text).find()
                || inBase64(text);
    }

    private static boolean inBase64(String text) {
        Matcher matcher = SEQUENCE.matcher(text);
        while (matcher.find()) {
            if (DerFormat.of(Base64Prefix.decode(text, matcher.start(), PREFIX_IN_BASE64))
                    .mayHoldPrivateKey()) {
                return true;
            }
        }
        return false;
    }
}
