package dev.countersign.core.jose.certificate;

import java.util.HexFormat;

/** Kind of an ASN.1 structure related to keys, recognised by its first octets (DER, or BER as some tools write it). */
enum DerFormat {
    CERTIFICATE("is a certificate"),
    CERTIFICATE_REQUEST("is a certificate signing request, not yet a certificate"),
    PUBLIC_KEY("is a bare public key, not a certificate; give it as a JWK in \"jwks\""),
    PRIVATE_KEY("is a private key: it never belongs here, and must be replaced if it was shared"),
    PKCS12("is a PKCS#12 file (.pfx, .p12), which may hold a private key; put the certificate in as PEM"),
    PKCS7("is a PKCS#7 bundle; put its certificates in as PEM"),
    UNKNOWN("is of another kind");

    /** Number of octets sufficient for recognition; a prefix of the structure is as good as the whole. */
    static final int PREFIX = 64;

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xa0;

    private static final int PFX_VERSION = 3;
    private static final String PKCS7_OID = "2a864886f70d0107";
    private static final String PKCS5_OID = "2a864886f70d0105";
    private static final String PKCS12_PBE_OID = "2a864886f70d010c01";

    private final String clause;

    DerFormat(String clause) {
        this.clause = clause;
    }

    /** A clause that states the kind and the remedy, such as "is a private key: …". */
    String clause() {
        return clause;
    }

    /** Whether it may contain a private key. */
    boolean mayHoldPrivateKey() {
        return this == PRIVATE_KEY || this == PKCS12;
    }

    /** Recognises the kind; any other content is unknown. */
    static DerFormat of(byte[] octets) {
        var outer = new Cursor(octets);
        if (!outer.enter(SEQUENCE)) {
            return UNKNOWN;
        }
        return switch (outer.tag()) {
            case INTEGER -> beginningWithNumber(outer);
            case OBJECT_IDENTIFIER -> outer.identifier().startsWith(PKCS7_OID) ? PKCS7 : UNKNOWN;
            case SEQUENCE -> beginningWithSequence(outer);
            default -> UNKNOWN;
        };
    }

    /** PFX (RFC 7292 §4), PKCS#8 (RFC 5208 §5, RFC 5958 §2), PKCS#1 (RFC 8017 §A.1), SEC 1 (RFC 5915 §3). */
    private static DerFormat beginningWithNumber(Cursor cursor) {
        int number = cursor.smallNumber();
        if (number < 0) {
            return PUBLIC_KEY; // a modulus
        }
        if (number == PFX_VERSION && cursor.tag() == SEQUENCE) {
            return PKCS12;
        }
        return number <= 1 ? PRIVATE_KEY : UNKNOWN;
    }

    private static DerFormat beginningWithSequence(Cursor outer) {
        var inner = outer.copy();
        inner.enter(SEQUENCE);
        return switch (inner.tag()) {
            case VERSION -> CERTIFICATE;
            case OBJECT_IDENTIFIER -> beginningWithAlgorithm(inner.identifier(), outer);
            case INTEGER -> {
                int version = inner.smallNumber();
                inner.enter(SEQUENCE);
                yield version == 0 && (inner.tag() == SET || inner.tag() == SEQUENCE) ? CERTIFICATE_REQUEST : UNKNOWN;
            }
            default -> UNKNOWN;
        };
    }

    /** SubjectPublicKeyInfo (RFC 5280 §4.1), or EncryptedPrivateKeyInfo (RFC 5958 §3). */
    private static DerFormat beginningWithAlgorithm(String identifier, Cursor algorithm) {
        if (identifier.startsWith(PKCS5_OID) || identifier.startsWith(PKCS12_PBE_OID)) {
            return PRIVATE_KEY;
        }
        algorithm.skip();
        return algorithm.tag() == BIT_STRING ? PUBLIC_KEY : UNKNOWN;
    }

    /** A position between the elements of a structure; beyond its end every tag is 0. */
    private static final class Cursor {
        private final byte[] octets;
        private int at;

        Cursor(byte[] octets) {
            this.octets = octets;
        }

        Cursor copy() {
            var copy = new Cursor(octets);
            copy.at = at;
            return copy;
        }

        int tag() {
            return octet(at);
        }

        /** Moves to the first element inside the next one, if that has this tag. */
        boolean enter(int tag) {
            if (tag() != tag) {
                return false;
            }
            length();
            return true;
        }

        /** Moves past the next element. */
        void skip() {
            int length = length();
            at += length;
        }

        /** Reads the number in the next element, if it has a single octet, and moves past it; -1 for a longer one. */
        int smallNumber() {
            int length = length();
            int number = length == 1 ? octet(at) : -1;
            at += length;
            return number;
        }

        /** The object identifier in the next element, in hexadecimal. */
        String identifier() {
            int length = copy().length();
            int begin = at + 2;
            int end = Math.min(octets.length, begin + length);
            return begin < end ? HexFormat.of().formatHex(octets, begin, end) : "";
        }

        /** Reads the length of the next element (X.690 §8.1.3), 0 for an indefinite one, and moves to its content. */
        private int length() {
            int first = octet(at + 1);
            at += 2;
            if (first < 0x80) {
                return first;
            }
            int length = 0;
            for (int i = 0; i < (first & 0x7f) && i < Integer.BYTES; i++) {
                length = (length << 8) | octet(at);
                at++;
            }
            return Math.max(0, Math.min(length, octets.length));
        }

        private int octet(int index) {
            return index >= 0 && index < octets.length ? octets[index] & 0xff : 0;
        }
    }
}
