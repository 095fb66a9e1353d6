package dev.countersign.core.jose.certificate;

import java.io.IOException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1NumericString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ASN1VisibleString;

/**
 * An attribute of a distinguished name in the form in which it is compared (RFC 5280 §7.1): text without regard to its
 * ASN.1 type, case and runs of spaces, any other value by its octets.
 *
 * @param type the object identifier
 * @param value the prepared text after {@code =}, or the octets in hexadecimal after {@code #}
 */
record NameAttribute(String type, String value) {
    private static final int REPLACEMENT = 0xFFFD;
    /** Its upper case is that of another letter, {@code i}; RFC 3454 appendix B.2 keeps them apart. */
    private static final int DOTLESS_I = 0x131;

    /** An attribute with a text; empty when the text has a character that no name has (RFC 4518 §2.4). */
    static Optional<NameAttribute> ofText(String type, String text) {
        return prepared(text).map(prepared -> new NameAttribute(type, "=" + prepared));
    }

    /** An attribute as a certificate has it; empty when its value cannot be read. */
    static Optional<NameAttribute> of(String type, ASN1Primitive value) {
        try {
            return isText(value)
                    ? ofText(type, ((ASN1String) value).getString())
                    : Optional.of(new NameAttribute(
                            type, "#" + HexFormat.of().formatHex(value.getEncoded(ASN1Encoding.DER))));
        } catch (IOException | IllegalArgumentException | IllegalStateException malformed) {
            return Optional.empty();
        }
    }

    private static boolean isText(ASN1Primitive value) {
        return value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1IA5String
                || value instanceof ASN1VisibleString
                || value instanceof ASN1NumericString
                || value instanceof ASN1T61String
                || value instanceof ASN1BMPString;
    }

    /** Prepares a text for comparison (RFC 4518 §2): decomposed, in lower case, with single spaces between words. */
    private static Optional<String> prepared(String text) {
        var prepared = new StringBuilder();
        boolean space = false;
        for (int c :
                Normalizer.normalize(text, Normalizer.Form.NFKD).codePoints().toArray()) {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = true;
            } else if (isProhibited(c)) {
                return Optional.empty();
            } else {
                if (space && !prepared.isEmpty()) {
                    prepared.append(' ');
                }
                space = false;
                prepared.append(folded(c));
            }
        }
        return Optional.of(prepared.toString());
    }

    /** Folds the case of one character, which may become two (RFC 3454 appendix B.2). */
    private static String folded(int c) {
        String letter = Character.toString(c);
        return c == DOTLESS_I ? letter : letter.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> c == REPLACEMENT;
        };
    }
}
