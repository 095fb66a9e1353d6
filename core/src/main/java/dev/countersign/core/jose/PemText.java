package dev.countersign.core.jose;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Text in which an administrator pasted PEM blocks (RFC 7468), looked at block by block. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final HexFormat HEX = HexFormat.of();

    /** One thing found in the text. */
    sealed interface Block {

        /** The DER octets of a block that says it is a certificate. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
        record Certificate(byte[] der) implements Block {}

        /**
         * Something else.
         *
         * @param problem a clause that says what it is, such as "is a private key"
         */
        record Other(String problem) implements Block {}
    }

    private PemText() {}

    /** Finds the blocks in order; a text without any gives one that says what the text is instead. */
    static List<Block> blocks(String text) {
        if (text.isBlank()) {
            return List.of(new Block.Other("is empty"));
        }
        var blocks = new ArrayList<Block>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            if (labelEnd < 0) {
                break;
            }
            var label = text.substring(begin + BEGIN.length(), labelEnd);
            int bodyStart = labelEnd + DASHES.length();
            int bodyEnd = text.indexOf(END + label + DASHES, bodyStart);
            if (bodyEnd < 0) {
                blocks.add(new Block.Other("has a PEM block without its END line"));
                return blocks;
            }
            blocks.add(block(label, text.substring(bodyStart, bodyEnd)));
            begin = text.indexOf(BEGIN, bodyEnd);
        }
        return blocks.isEmpty() ? List.of(new Block.Other(withoutBlocks(text))) : blocks;
    }

    private static Block block(String label, String body) {
        return switch (label) {
            case "CERTIFICATE", "X509 CERTIFICATE" ->
                base64(body)
                        .<Block>map(Block.Certificate::new)
                        .orElseGet(() -> new Block.Other("has a certificate that is not base64"));
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
                new Block.Other("is a certificate signing request, not yet a certificate");
            case "PUBLIC KEY", "RSA PUBLIC KEY" -> new Block.Other("is a bare public key, not a certificate");
            case "PKCS7", "CMS" -> new Block.Other("is a PKCS#7 bundle; put its certificates in as PEM");
            case "X509 CRL" -> new Block.Other("is a revocation list, not a certificate");
            case "TRUSTED CERTIFICATE" ->
                new Block.Other("is a certificate in OpenSSL's own form; convert it with openssl x509");
            default ->
                new Block.Other(
                        label.endsWith("PRIVATE KEY")
                                ? "is a private key: it never belongs here, and must be replaced if it was shared"
                                : "is a PEM block of another kind, not a certificate");
        };
    }

    /** Looks into text without PEM lines: the usual mistakes are base64 that lost them, and other kinds of file. */
    private static String withoutBlocks(String text) {
        var der = base64(text).map(octets -> HEX.formatHex(octets, 0, Math.min(octets.length, 16)));
        if (text.strip().startsWith("{")) {
            return "is JSON, not a certificate in PEM; a JWK set goes into \"jwks\"";
        }
        if (der.filter(hex -> hex.matches("3082....020103.*")).isPresent()) {
            return "is a PKCS#12 file, which may hold a private key; put the certificate in as PEM";
        }
        if (der.filter(hex -> hex.matches("308.(..)*06092a864886f70d0107.*")).isPresent()) {
            return "is a PKCS#7 bundle; put its certificates in as PEM";
        }
        if (der.filter(hex -> hex.startsWith("308")).isPresent()) {
            return "lacks the lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- around its base64";
        }
        return "holds no PEM block -----BEGIN CERTIFICATE-----";
    }

    private static Optional<byte[]> base64(String text) {
        var packed = new StringBuilder(text.length());
        text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> packed.append((char) c));
        try {
            byte[] octets = Base64.getDecoder().decode(packed.toString());
            return octets.length == 0 ? Optional.empty() : Optional.of(octets);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
