package dev.countersign.server.registry.change;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Generator of PEM texts. */
public final class Pem {
    private Pem() {}

    public static String certificate(String name, Instant notBefore, Instant notAfter) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
            var subject = new X500Principal("CN=" + name);
            var certificate = new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(notBefore),
                            Date.from(notAfter),
                            subject,
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException fault) {
            throw new IllegalStateException(fault);
        }
    }

    public static String privateKey() {
        try {
            return block(
                    "PRIVATE KEY",
                    KeyPairGenerator.getInstance("EC")
                            .generateKeyPair()
                            .getPrivate()
                            .getEncoded());
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException(fault);
        }
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), label);
    }
}
