package dev.countersign.core.jose.key;

import dev.countersign.core.oauth.UnmodifiableCopies;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/** A public key that passed all checks on keys, with its permitted uses. */
public final class VerificationKey {
    private final Optional<String> keyId;
    private final String thumbprint;
    private final Set<Algorithm> algorithms;
    private final Optional<CertificateDetails> certificate;
    private final Optional<Sha256> publishedCertificate;
    private final PublicKeyParameters parameters;
    private final CryptoProvider provider;
    private final PublicKey publicKey;
    private final String label;

    VerificationKey(
            Optional<String> keyId,
            Set<Algorithm> algorithms,
            Optional<CertificateDetails> certificate,
            Optional<Sha256> publishedCertificate,
            PublicKeyParameters parameters,
            CryptoProvider provider,
            PublicKey publicKey) {
        this.keyId = keyId;
        this.thumbprint = parameters.thumbprint();
        this.algorithms = UnmodifiableCopies.of(algorithms);
        this.certificate = certificate;
        this.publishedCertificate = publishedCertificate;
        this.parameters = parameters;
        this.provider = provider;
        this.publicKey = publicKey;
        this.label = certificate
                .map(CertificateDetails::label)
                .or(() -> keyId.map(kid -> Label.of("kid " + kid)))
                .orElseGet(() -> "key " + thumbprint);
    }

    /** The same key, as one whose JWK has a certificate (RFC 7517 §4.7) with this hash. */
    public VerificationKey publishedWith(Sha256 certificateHash) {
        return new VerificationKey(
                keyId, algorithms, certificate, Optional.of(certificateHash), parameters, provider, publicKey);
    }

    /**
     * The hash of the certificate in its JWK. It identifies a client in TLS (RFC 8705 §2.2.2), and has no effect on the
     * verification of signatures.
     */
    public Optional<Sha256> publishedCertificate() {
        return publishedCertificate;
    }

    /** The {@code kid} of the JWK (RFC 7517 §4.5). */
    public Optional<String> keyId() {
        return keyId;
    }

    /** The thumbprint of RFC 7638 with SHA-256, in base64url; it depends on the key only. */
    public String thumbprint() {
        return thumbprint;
    }

    /** The algorithms it may verify, according to its kind and its own {@code alg}. */
    public Set<Algorithm> algorithms() {
        return algorithms;
    }

    /** The certificate that contained it, if any. */
    public Optional<CertificateDetails> certificate() {
        return certificate;
    }

    /** Kind and size for people, such as "EC P-256". */
    public String description() {
        return parameters.description();
    }

    /** The key's display name; safe to print. */
    public String label() {
        return label;
    }

    public PublicKeyParameters parameters() {
        return parameters;
    }

    public CryptoProvider provider() {
        return provider;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public String toString() {
        return label();
    }
}
