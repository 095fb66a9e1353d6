package dev.countersign.server.cli;

import dev.countersign.server.remote.CallFailedException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates as files hold them: in PEM, perhaps several, or one in DER. */
final class Certificates {
    private static final String BEGIN = "-----BEGIN ";
    private static final int PEM_LINE = 64;

    private Certificates() {}

    /** Each file as the API takes it, in PEM. What is in it, the server judges. */
    static List<String> pem(Inputs inputs, List<String> files) throws CallFailedException {
        var texts = new ArrayList<String>();
        for (String file : files) {
            byte[] content = inputs.bytes(file);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            if (text.contains(BEGIN)) {
                texts.add(new String(content, StandardCharsets.UTF_8));
            } else {
                texts.add(pem(file, content));
            }
        }
        return texts;
    }

    private static String pem(String file, byte[] der) throws CallFailedException {
        try {
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException malformed) {
            throw CallFailedException.data("There is no certificate in PEM or DER in %s.".formatted(Inputs.name(file)));
        }
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Whose it is and how long it counts. */
    static String describe(String pem) {
        try {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return "certificate of %s, until %s"
                    .formatted(
                            certificate.getSubjectX500Principal().getName(),
                            certificate.getNotAfter().toInstant());
        } catch (CertificateException unreadable) {
            return "certificate in PEM";
        }
    }
}
