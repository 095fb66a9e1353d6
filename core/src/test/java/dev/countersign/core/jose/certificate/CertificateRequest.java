package dev.countersign.core.jose.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** A certificate as a test wants it. */
public final class CertificateRequest {
    private static final ASN1ObjectIdentifier ECDSA_WITH_SHA256 = new ASN1ObjectIdentifier("1.2.840.10045.4.3.2");

    private final X500Name subject;
    private final KeyPair pair;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();
    private Instant from = Instant.parse("2020-01-01T00:00:00Z");
    private Instant to = Instant.parse("2040-01-01T00:00:00Z");

    private CertificateRequest(X500Name subject, KeyPair pair) {
        this.subject = subject;
        this.pair = pair;
    }

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, PrivateKey privateKey) {

        public String pem() throws GeneralSecurityException {
            return block("CERTIFICATE", certificate.getEncoded());
        }

        public String privateKeyPem() {
            return block("PRIVATE KEY", privateKey.getEncoded());
        }

        private static String block(String label, byte[] der) {
            return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                    .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
        }
    }

    /** For a client of this name, with a key of its own. */
    public static CertificateRequest of(String subject) throws GeneralSecurityException {
        return of(new X500Name(subject));
    }

    public static CertificateRequest of(X500Name subject) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return of(subject, generator.generateKeyPair());
    }

    public static CertificateRequest of(X500Name subject, KeyPair pair) {
        return new CertificateRequest(subject, pair);
    }

    /** For an authority that may issue certificates of clients. */
    public static CertificateRequest authority(String subject) throws Exception {
        return of(subject).issuing(new BasicConstraints(true)).usage(KeyUsage.keyCertSign);
    }

    public CertificateRequest between(String first, String last) {
        from = Instant.parse(first);
        to = Instant.parse(last);
        return this;
    }

    public CertificateRequest issuing(BasicConstraints constraints) throws IOException {
        extensions.addExtension(Extension.basicConstraints, true, constraints);
        return this;
    }

    public CertificateRequest usage(int bits) throws IOException {
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        return this;
    }

    public CertificateRequest purposes(KeyPurposeId... purposes) throws IOException {
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        return this;
    }

    public CertificateRequest alternativeNames(GeneralName... names) throws IOException {
        extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return this;
    }

    public CertificateRequest alternativeName(int kind, String name) throws IOException {
        return alternativeNames(new GeneralName(kind, name));
    }

    /** An extension that is critical. */
    public CertificateRequest extension(String identifier, ASN1Encodable content) throws IOException {
        extensions.addExtension(new ASN1ObjectIdentifier(identifier), true, content);
        return this;
    }

    public Issued selfSigned() throws Exception {
        return signed(subject, pair.getPrivate());
    }

    public Issued by(Issued authority) throws Exception {
        return signed(
                X500Name.getInstance(
                        authority.certificate().getSubjectX500Principal().getEncoded()),
                authority.privateKey());
    }

    private Issued signed(X500Name issuer, PrivateKey key) throws Exception {
        var algorithm = new AlgorithmIdentifier(ECDSA_WITH_SHA256);
        var content = new V3TBSCertificateGenerator();
        content.setSerialNumber(new ASN1Integer(new BigInteger(100, new SecureRandom()).add(BigInteger.ONE)));
        content.setIssuer(issuer);
        content.setSubject(subject);
        content.setStartDate(new Time(Date.from(from)));
        content.setEndDate(new Time(Date.from(to)));
        content.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        content.setSignature(algorithm);
        if (!extensions.isEmpty()) {
            content.setExtensions(extensions.generate());
        }
        var tbs = content.generateTBSCertificate();
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(tbs.getEncoded(ASN1Encoding.DER));
        byte[] der = new DERSequence(new ASN1Encodable[] {tbs, algorithm, new DERBitString(signature.sign())})
                .getEncoded(ASN1Encoding.DER);
        var certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        return new Issued(certificate, pair.getPrivate());
    }
}
