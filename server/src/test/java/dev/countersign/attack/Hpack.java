package dev.countersign.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Encoder of header blocks (RFC 7541), controlled octet by octet; nothing is compressed unless requested. */
final class Hpack {
    private static final int LITERAL = 0x00;
    private static final int LITERAL_INDEXED = 0x40;
    private static final int INDEXED = 0x80;
    private static final int LITERAL_PREFIX = 4;
    private static final int LITERAL_INDEXED_PREFIX = 6;
    private static final int INDEXED_PREFIX = 7;
    private static final int STRING_PREFIX = 7;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The head of a request over TLS. */
    static Hpack request(String method, String path) {
        return new Hpack()
                .field(":method", method)
                .field(":scheme", "https")
                .field(":authority", "localhost")
                .field(":path", path);
    }

    /** The head of a POST whose body is a form. */
    static Hpack form(String path) {
        return request("POST", path).field("content-type", "application/x-www-form-urlencoded");
    }

    /** A literal that leaves the table as it is (§6.2.2). */
    Hpack field(String name, String value) {
        out.write(LITERAL);
        return string(name).string(value);
    }

    /** A literal that becomes the newest entry of the dynamic table (§6.2.1). */
    Hpack remembered(String name, String value) {
        out.write(LITERAL_INDEXED);
        return string(name).string(value);
    }

    /** A reference to an entry, so many times (§6.1); the newest of the dynamic table is 62. */
    Hpack referred(int index, int times) {
        for (int i = 0; i < times; i++) {
            integer(INDEXED, INDEXED_PREFIX, index);
        }
        return this;
    }

    /** A literal whose name is an entry's. */
    Hpack named(int index, String value) {
        integer(LITERAL, LITERAL_PREFIX, index);
        return string(value);
    }

    /** A literal whose name is an entry's, and that becomes the newest entry. */
    Hpack namedAndRemembered(int index, String value) {
        integer(LITERAL_INDEXED, LITERAL_INDEXED_PREFIX, index);
        return string(value);
    }

    private Hpack string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        integer(0, STRING_PREFIX, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    private void integer(int mask, int prefix, int value) {
        int most = (1 << prefix) - 1;
        if (value < most) {
            out.write(mask | value);
            return;
        }
        out.write(mask | most);
        int rest = value - most;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    byte[] block() {
        return out.toByteArray();
    }
}
