package dev.countersign.server.transport.tls;

import dev.countersign.base.file.OwnerOnlyFile;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The self-signed certificate of a first start, which provides HTTPS immediately and should be replaced before
 * production use.
 */
public final class FirstCertificate {
    private static final Duration VALIDITY = Duration.ofDays(825);
    private static final int SERIAL_BITS = 127;

    private FirstCertificate() {}

    /**
     * Returns the certificate files in this folder; creates them for this machine's names if they are not both present.
     * The key is readable by its owner only.
     *
     * @throws IOException when the files cannot be written
     */
    public static CertificateFiles in(Path folder, InstantSource clock) throws IOException {
        var files = new CertificateFiles(folder.resolve("certificate.pem"), folder.resolve("private-key.pem"));
        if (!Files.exists(files.certificate()) || !Files.exists(files.privateKey())) {
            Files.createDirectories(folder);
            try {
                KeyPair pair = keyPair();
                OwnerOnlyFile.replace(files.privateKey(), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
                OwnerOnlyFile.replace(files.certificate(), pem(selfSigned(pair, clock.instant())), "rw-r--r--");
            } catch (GeneralSecurityException | OperatorException fault) {
                throw new IllegalStateException("No certificate can be made on this machine", fault);
            }
        }
        return files;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate selfSigned(KeyPair pair, Instant now)
            throws GeneralSecurityException, OperatorException, IOException {
        var name = new X500Name("CN=localhost, O=Countersign");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                // one hour earlier, for clients whose clocks are slow
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALIDITY)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames alternativeNames() {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost"));
        try {
            hosts.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // a machine that does not know its own name is reachable by its other names
        }
        var names = new ArrayList<GeneralName>();
        hosts.stream()
                .filter(host -> host.matches("[A-Za-z0-9.-]+"))
                .forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static byte[] pem(Object object) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
