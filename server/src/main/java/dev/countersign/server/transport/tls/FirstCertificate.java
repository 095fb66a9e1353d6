package dev.countersign.server.transport.tls;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.Octets;
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
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The self-signed certificate of a first start, which provides HTTPS immediately and should be replaced before
 * production use.
 */
public final class FirstCertificate {
    private static final Duration VALIDITY = Duration.ofDays(825);
    private static final int SERIAL_BITS = 127;

    private static final Instant FOUR_DIGITS_FROM = Instant.parse("2050-01-01T00:00:00Z");
    private static final DateTimeFormatter UTC_TIME = utc("uuMMddHHmmss'Z'");
    private static final DateTimeFormatter GENERALIZED_TIME = utc("uuuuMMddHHmmss'Z'");

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
                var generator = CryptoProvider.choose().keyPairGenerator(Algorithm.ES256);
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair pair = generator.generateKeyPair();
                byte[] certificate = selfSigned(pair, generator.getProvider(), clock.instant());
                OwnerOnlyFile.replace(
                        files.privateKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
                OwnerOnlyFile.replace(files.certificate(), pem("CERTIFICATE", certificate), "rw-r--r--");
            } catch (GeneralSecurityException | OperatorException fault) {
                throw new IllegalStateException("No certificate can be made on this machine", fault);
            }
        }
        return files;
    }

    private static byte[] selfSigned(KeyPair pair, Provider provider, Instant now)
            throws OperatorException, IOException {
        var name = new X500Name("CN=localhost, O=Countersign");
        var builder = new X509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                // one hour earlier, for clients whose clocks are slow
                time(now.minus(Duration.ofHours(1))),
                time(now.plus(VALIDITY)),
                name,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(provider)
                .build(pair.getPrivate());
        return builder.build(signer).getEncoded();
    }

    /**
     * Writes a time as certificates have it (RFC 5280 §4.1.2.5). From a {@code Date} Bouncy Castle writes it with the calendar of a
     * locale, and looking for that takes a tenth of a first start.
     */
    private static Time time(Instant instant) throws IOException {
        boolean inTwoDigits = instant.isBefore(FOUR_DIGITS_FROM);
        byte[] text =
                (inTwoDigits ? UTC_TIME : GENERALIZED_TIME).format(instant).getBytes(StandardCharsets.US_ASCII);
        byte[] head = {(byte) (inTwoDigits ? BERTags.UTC_TIME : BERTags.GENERALIZED_TIME), (byte) text.length};
        return Time.getInstance(ASN1Primitive.fromByteArray(Octets.concat(head, text)));
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
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

    private static byte[] pem(String label, byte[] content) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(label, content));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
