package dev.countersign.core.jose.certificate;

import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of a client, whose key the client has shown to possess. It was not validated otherwise.
 *
 * @param issuers certificates that were sent with it, in order; they may be of any issuers
 */
public record ClientCertificate(X509Certificate certificate, List<X509Certificate> issuers) {
    /** The most certificates that are read of one client, as many as the JDK reads in a handshake. */
    public static final int MOST = 8;

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0;

    public ClientCertificate {
        issuers = List.copyOf(issuers);
    }

    /**
     * Reads a chain in DER, the certificate of the client first.
     *
     * @return empty when there is none, when there are more than {@value #MOST}, or when one cannot be read
     */
    public static Optional<ClientCertificate> read(List<byte[]> chain) {
        if (chain.size() > MOST) {
            return Optional.empty();
        }
        var certificates = new ArrayList<X509Certificate>();
        for (byte[] der : chain) {
            Optional<X509Certificate> certificate = CertificateReader.parse(der);
            if (certificate.isEmpty()) {
                return Optional.empty();
            }
            certificates.add(certificate.get());
        }
        return of(certificates);
    }

    /** The certificate in a chain; empty for an empty one. */
    public static Optional<ClientCertificate> of(List<X509Certificate> chain) {
        return chain.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClientCertificate(chain.getFirst(), chain.subList(1, chain.size())));
    }

    /** The distinguished name of its subject, as in RFC 2253; not safe to print. */
    public String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** Whether it holds the name. */
    public boolean hasName(CertificateName name) {
        return name.isIn(certificate);
    }

    /** SHA-256 of the whole certificate in DER. */
    public Sha256 hash() {
        return hash(certificate);
    }

    /** The member {@code x5t#S256} of a confirmation (RFC 8705 §3.1). */
    public String thumbprint() {
        return Base64Url.encode(hash().bytes());
    }

    /** The thumbprint of its key (RFC 7638); empty when the key is of a kind that cannot sign tokens. */
    public Optional<String> keyThumbprint() {
        return PublicKeyParameters.of(certificate.getPublicKey()).map(PublicKeyParameters::thumbprint);
    }

    private static Sha256 hash(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("The certificate was read from its encoding", impossible);
        }
    }

    /**
     * The reason why it cannot authenticate a client at this time, independent of its issuer, as a clause such as
     * "expired at …".
     */
    public Optional<String> unusableAt(Instant now) {
        return outsideItsDates(certificate, now)
                .or(() -> isForClients() ? Optional.empty() : Optional.of("lacks clientAuth in its extended key usage"))
                .or(() -> weakness(certificate));
    }

    /** Whether its key may sign (RFC 5280 §4.2.1.3). */
    boolean maySign() {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE];
    }

    private boolean isForClients() {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(CLIENT_AUTHENTICATION);
        } catch (CertificateParsingException malformed) {
            return false;
        }
    }

    static Optional<String> outsideItsDates(X509Certificate certificate, Instant now) {
        Instant first = certificate.getNotBefore().toInstant();
        Instant last = certificate.getNotAfter().toInstant();
        return now.isBefore(first)
                ? Optional.of("is not valid before " + first)
                : now.isAfter(last) ? Optional.of("expired at " + last) : Optional.empty();
    }

    /** A weakness of its key, by the rules of all keys. */
    static Optional<String> weakness(X509Certificate certificate) {
        return PublicKeyParameters.of(certificate.getPublicKey()).flatMap(PublicKeyParameters::weakness);
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + thumbprint() + "]";
    }
}
