package dev.countersign.cli.command;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.core.jose.certificate.KeyFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates in files: one or several in PEM, or one in DER. */
public final class Certificates {
    private Certificates() {}

    /** The content of each file in PEM, as accepted by the API. Content that is not a certificate is not sent. */
    public static List<String> pem(Inputs inputs, List<String> files) throws CallFailedException {
        var texts = new ArrayList<String>();
        for (String file : files) {
            switch (KeyFile.read(inputs.bytes(file))) {
                case KeyFile.Pem(String text) -> texts.add(text);
                case KeyFile.Unusable(String clause) ->
                    throw CallFailedException.data("The file %s %s.".formatted(Inputs.name(file), clause));
            }
        }
        return texts;
    }

    /** The subject and the validity of a certificate. */
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
