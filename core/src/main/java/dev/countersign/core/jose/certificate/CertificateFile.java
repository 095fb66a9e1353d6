package dev.countersign.core.jose.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reader of the certificates in a file of the operator: in PEM, with any content before, after and between them
 * (comments in any character set, a byte order mark, a private key), or in DER.
 */
public final class CertificateFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----([^-]{1,200000})-----END (?:X509 )?CERTIFICATE-----");

    private CertificateFile() {}

    /**
     * Reads all certificates, at least one.
     *
     * @throws CertificateException when there is none or one cannot be read; the message is a clause to follow the
     *     file's name, such as "is text in UTF-16; save it as UTF-8 and hand it in again"
     */
    public static List<X509Certificate> read(byte[] content) throws CertificateException {
        if (KeyFileText.wideCharset(content).isPresent()) {
            throw new CertificateException(PemText.UTF_16);
        }
        List<X509Certificate> certificates = asOneStream(content);
        return certificates.isEmpty() ? ofBlocks(content) : certificates;
    }

    /** The text of a file in PEM, without a byte order mark; comments may be in any character set. */
    public static String text(byte[] content) {
        return KeyFileText.decode(content).orElse("");
    }

    /** DER, PKCS#7, or PEM with certificates only; empty where there is other content too. */
    private static List<X509Certificate> asOneStream(byte[] content) throws CertificateException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            for (Certificate read :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content))) {
                certificates.add((X509Certificate) read);
            }
        } catch (CertificateException somethingElseToo) {
            return List.of();
        }
        return certificates;
    }

    private static List<X509Certificate> ofBlocks(byte[] content) throws CertificateException {
        String text = text(content);
        List<String> blocks = BLOCK.matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        var certificates = new ArrayList<X509Certificate>();
        for (String block : blocks) {
            certificates.add(CertificateReader.parse(decoded(block))
                    .orElseThrow(() -> new CertificateException(
                            "holds a certificate that cannot be read, number " + (certificates.size() + 1))));
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    PrivateKeys.mayBeIn(text)
                            ? "holds a private key and no certificate"
                            : KeyFile.read(content) instanceof KeyFile.Unusable(String clause)
                                    ? clause
                                    : "holds no certificate");
        }
        return certificates;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }
}
