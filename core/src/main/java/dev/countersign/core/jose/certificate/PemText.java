package dev.countersign.core.jose.certificate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Text with pasted PEM blocks (RFC 7468), read block by block. */
final class PemText {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** Description of text in 16-bit units. */
    static final String UTF_16 = "is text in UTF-16; save it as UTF-8 and hand it in again";

    private static final String PRIVATE =
            "holds a private key: it never belongs here, and must be replaced if it was shared";

    /** One element of the text. */
    sealed interface Block {

        /** The DER octets of a block labelled as a certificate. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
        record Certificate(byte[] der) implements Block {}

        /**
         * Block or text that is not a certificate.
         *
         * @param problem a clause that names its kind, such as "is a private key"
         */
        record Other(String problem) implements Block {}
    }

    private PemText() {}

    /** Finds the blocks in order; a text without blocks gives one that describes the text. */
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
                base64(body).<Block>map(Block.Certificate::new).orElseGet(() -> new Block.Other(notBase64(body)));
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
                new Block.Other(DerFormat.CERTIFICATE_REQUEST.clause());
            case "PUBLIC KEY", "RSA PUBLIC KEY", "EC PUBLIC KEY" -> new Block.Other(DerFormat.PUBLIC_KEY.clause());
            case "PKCS7", "CMS" -> new Block.Other(DerFormat.PKCS7.clause());
            case "PKCS12" -> new Block.Other(DerFormat.PKCS12.clause());
            case "X509 CRL" -> new Block.Other("is a revocation list, not a certificate");
            case "TRUSTED CERTIFICATE" ->
                new Block.Other("is a certificate in OpenSSL's own form; convert it with openssl x509");
            default ->
                new Block.Other(
                        label.contains("PRIVATE KEY")
                                ? DerFormat.PRIVATE_KEY.clause()
                                : "is a PEM block of another kind, not a certificate");
        };
    }

    private static String notBase64(String body) {
        return body.contains("\\n")
                ? "has \\n in place of line ends in its certificate; put real line ends there"
                : "has a certificate that is not base64";
    }

    /** Describes text without PEM lines: the usual mistakes are base64 without these lines, and other kinds of file. */
    private static String withoutBlocks(String text) {
        String plain = text.strip();
        if (plain.indexOf('\0') >= 0) {
            return UTF_16;
        }
        if (plain.startsWith("{") || plain.startsWith("[")) {
            return PrivateKeys.mayBeIn(plain)
                    ? PRIVATE
                    : "is JSON, not a certificate in PEM; a JWK set goes into \"jwks\", its URL into \"jwks_url\"";
        }
        if (plain.startsWith("<")) {
            return "is XML or a web page, not a certificate in PEM";
        }
        if (plain.startsWith("ssh-") || plain.startsWith("ecdsa-sha2-")) {
            return "is an SSH public key, not a certificate; give the key as a JWK in \"jwks\"";
        }
        return base64(plain)
                .flatMap(PemText::withoutLines)
                .orElseGet(
                        () -> PrivateKeys.mayBeIn(plain) ? PRIVATE : "holds no PEM block -----BEGIN CERTIFICATE-----");
    }

    private static Optional<String> withoutLines(byte[] octets) {
        if (CertificateReader.parse(octets).isPresent()) {
            return Optional.of(
                    "lacks the lines -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- around its base64");
        }
        return other(octets);
    }

    /** A clause that describes these octets, if they are of a known kind other than a certificate. */
    static Optional<String> other(byte[] octets) {
        DerFormat format = DerFormat.of(Arrays.copyOf(octets, Math.min(octets.length, DerFormat.PREFIX)));
        return format == DerFormat.UNKNOWN || format == DerFormat.CERTIFICATE
                ? Optional.empty()
                : Optional.of(format.clause());
    }

    /** A clause that describes a text with a private key. */
    static String privateClause(String text) {
        return blocks(text).stream()
                .filter(block -> block instanceof Block.Other(String problem)
                        && (problem.equals(DerFormat.PRIVATE_KEY.clause())
                                || problem.equals(DerFormat.PKCS12.clause())))
                .map(block -> ((Block.Other) block).problem())
                .findFirst()
                .orElse(PRIVATE);
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
