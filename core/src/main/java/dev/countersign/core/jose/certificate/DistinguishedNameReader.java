package dev.countersign.core.jose.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * Reader of the text form of distinguished names (RFC 4514 §3). Spaces around the separators are accepted, as many tools
 * write them; the quotation marks and semicolons of RFC 1779 are not.
 */
final class DistinguishedNameReader {
    /** The characters that may follow a backslash as themselves. */
    private static final String ESCAPED = " \"#+,;<=>\\";

    private static final String FORBIDDEN = "\";<>\0";

    private final String text;
    private int at;

    private DistinguishedNameReader(String text) {
        this.text = text;
    }

    /** The relative names in the order of the text: the most specific first. */
    static Optional<List<Set<NameAttribute>>> read(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                ? new DistinguishedNameReader(text).names()
                : Optional.empty();
    }

    private Optional<List<Set<NameAttribute>>> names() {
        var names = new ArrayList<Set<NameAttribute>>();
        do {
            Optional<Set<NameAttribute>> name = name();
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        } while (skip(','));
        return at == text.length() ? Optional.of(names) : Optional.empty();
    }

    private Optional<Set<NameAttribute>> name() {
        var attributes = new LinkedHashSet<NameAttribute>();
        do {
            Optional<NameAttribute> attribute = attribute();
            if (attribute.isEmpty()) {
                return Optional.empty();
            }
            attributes.add(attribute.get());
        } while (skip('+'));
        return Optional.of(attributes);
    }

    private Optional<NameAttribute> attribute() {
        int equal = text.indexOf('=', at);
        if (equal < 0) {
            return Optional.empty();
        }
        Optional<String> type =
                AttributeTypes.identifier(text.substring(at, equal).strip());
        at = equal + 1;
        skipSpaces();
        return type.flatMap(known -> at < text.length() && text.charAt(at) == '#' ? encoded(known) : textual(known));
    }

    /** A value as its encoding in BER (RFC 4514 §2.4). */
    private Optional<NameAttribute> encoded(String type) {
        int begin = at + 1;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '+') {
            at++;
        }
        try {
            byte[] octets = HexFormat.of().parseHex(text.substring(begin, at).strip());
            return octets.length == 0 ? Optional.empty() : NameAttribute.of(type, ASN1Primitive.fromByteArray(octets));
        } catch (IOException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Optional<NameAttribute> textual(String type) {
        var octets = new ByteArrayOutputStream();
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '+') {
            int c = text.codePointAt(at);
            if (FORBIDDEN.indexOf(c) >= 0 || (c == '\\' && !unescape(octets))) {
                return Optional.empty();
            }
            if (c != '\\') {
                octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(c);
            }
        }
        try {
            String value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
            return NameAttribute.ofText(type, value);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Reads what is after a backslash: a special character, or two hexadecimal digits of an octet of UTF-8. */
    private boolean unescape(ByteArrayOutputStream octets) {
        if (at + 1 < text.length() && ESCAPED.indexOf(text.charAt(at + 1)) >= 0) {
            octets.write(text.charAt(at + 1));
            at += 2;
            return true;
        }
        if (at + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(at + 1))
                && HexFormat.isHexDigit(text.charAt(at + 2))) {
            octets.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
            at += 3;
            return true;
        }
        return false;
    }

    private boolean skip(char separator) {
        boolean there = at < text.length() && text.charAt(at) == separator;
        at += there ? 1 : 0;
        return there;
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
