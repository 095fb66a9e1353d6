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
    private final PublicKeyParameters parameters;
    private final CryptoProvider provider;
    private final PublicKey publicKey;
    private final String label;

    VerificationKey(
            Optional<String> keyId,
            Set<Algorithm> algorithms,
            Optional<CertificateDetails> certificate,
            PublicKeyParameters parameters,
            CryptoProvider provider,
            PublicKey publicKey) {
        this.keyId = keyId;
        this.thumbprint = parameters.thumbprint();
        this.algorithms = UnmodifiableCopies.of(algorithms);
        this.certificate = certificate;
        this.parameters = parameters;
        this.provider = provider;
        this.publicKey = publicKey;
        this.label = certificate
                .map(CertificateDetails::label)
                .or(() -> keyId.map(kid -> Label.of("kid " + kid)))
                .orElseGet(() -> "key " + thumbprint);
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
