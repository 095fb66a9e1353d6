package dev.countersign.core.jose.certificate;

import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeyProblem;
import dev.countersign.core.jose.key.KeyReading;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.PublicKeyParameters;
import dev.countersign.core.jose.key.VerificationKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * The reader of the certificates of a trusted token issuer.
 *
 * <p>A certificate is used only as a key with dates: it is trusted because it is listed. No chain is built and no
 * authority is consulted, so every certificate of a pasted chain is trusted, which a warning states.
 */
public final class CertificateReader {
    /** Most certificates in a list; each may cost a signature check per token. */
    static final int MAX_CERTIFICATES = 20;

    private static final int SEQUENCE = 0x30;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private final CryptoProvider provider;
    private final Instant now;
    private final List<VerificationKey> keys = new ArrayList<>();
    private final List<IgnoredKey> ignored = new ArrayList<>();
    private final List<KeyProblem> problems = new ArrayList<>();
    private final List<KeyProblem> warnings = new ArrayList<>();
    /** Reasons why single certificates cannot be used now: a warning each, unless none can be used. */
    private final List<KeyProblem> unusable = new ArrayList<>();

    private final Set<X509Certificate> seen = new LinkedHashSet<>();

    private CertificateReader(CryptoProvider provider, Instant now) {
        this.provider = provider;
        this.now = now;
    }

    /**
     * Reads certificates in PEM.
     *
     * @param pem one certificate or a chain in each element; pointers are {@code /0}, {@code /1} and so on
     * @param now determines warnings and whether any certificate is usable. It does not determine which are in the key
     *     set: that is checked again for every token
     */
    public static KeyReading read(List<String> pem, Instant now) {
        return read(pem, now, CryptoProvider.choose());
    }

    static KeyReading read(List<String> pem, Instant now, CryptoProvider provider) {
        var reader = new CertificateReader(provider, now);
        for (int i = 0; i < pem.size(); i++) {
            for (var block : PemText.blocks(pem.get(i))) {
                reader.take("/" + i, block);
            }
        }
        reader.judgeTheWhole();
        return new KeyReading(new KeySet(reader.keys, reader.ignored), reader.problems, reader.warnings);
    }

    private void take(String pointer, PemText.Block block) {
        switch (block) {
            case PemText.Block.Other(var problem) -> refuse(pointer, "The text " + problem + ".");
            case PemText.Block.Certificate(var der) ->
                parse(der)
                        .ifPresentOrElse(
                                certificate -> take(pointer, certificate), () -> refuse(pointer, noCertificate(der)));
        }
    }

    private static String noCertificate(byte[] der) {
        return PemText.other(der)
                .map(clause -> "The content of the PEM block %s.".formatted(clause))
                .orElse("The PEM block holds no X.509 certificate.");
    }

    /** The certificate in DER that consists of exactly these octets. */
    static Optional<X509Certificate> parse(byte[] der) {
        if (der.length == 0 || der[0] != SEQUENCE) { // the factory also reads PEM, which was decoded before
            return Optional.empty();
        }
        try {
            var in = new ByteArrayInputStream(der);
            var certificate = CertificateFactory.getInstance("X.509", "SUN").generateCertificate(in);
            return in.available() == 0 && certificate instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (GeneralSecurityException malformed) {
            return Optional.empty();
        }
    }

    private void take(String pointer, X509Certificate certificate) {
        var parameters = PublicKeyParameters.of(certificate.getPublicKey());
        var details = details(
                certificate, parameters.map(PublicKeyParameters::description).orElse("of another kind"));
        if (!seen.add(certificate)) {
            warn(pointer, details, "is listed twice");
            return;
        }
        var fault = parameters
                .map(PublicKeyParameters::weakness)
                .orElse(Optional.of("has a key of a kind that is not supported"));
        if (fault.isPresent()) {
            ignored.add(new IgnoredKey(details.label(), Optional.empty(), fault.get(), false));
            refuse(pointer, "The %s %s.".formatted(details.label(), fault.get()));
        } else if (mayVerifySignatures(certificate)) {
            details.unusableAt(now).ifPresent(reason -> unusable.add(sentence(pointer, details, reason)));
            keys.add(provider.verificationKey(
                    Optional.empty(),
                    parameters.orElseThrow().algorithms(),
                    Optional.of(details),
                    parameters.orElseThrow()));
        } else {
            var reason = "is not for signatures: its key usage lacks digitalSignature";
            ignored.add(new IgnoredKey(details.label(), Optional.empty(), reason, false));
            unusable.add(sentence(pointer, details, reason));
        }
    }

    /** RFC 5280 §4.2.1.3: a key usage extension restricts the use of the key. */
    private static boolean mayVerifySignatures(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
    }

    private void judgeTheWhole() {
        if (keys.size() > MAX_CERTIFICATES) {
            problems.add(new KeyProblem("", "There are more than %s certificates.".formatted(MAX_CERTIFICATES)));
        }
        boolean useful = keys.stream()
                .anyMatch(key -> key.certificate().orElseThrow().unusableAt(now).isEmpty());
        (useful ? warnings : problems).addAll(unusable);
        if (!useful) {
            problems.add(new KeyProblem("", "No certificate is valid now."));
        }
        seen.stream()
                .filter(certificate -> mayVerifySignatures(certificate) && issuedAnother(certificate))
                .forEach(authority -> warn(
                        "",
                        details(authority, ""),
                        "issued another one of the list; tokens signed with its own key are accepted, too"));
    }

    private boolean issuedAnother(X509Certificate authority) {
        return seen.stream()
                .anyMatch(other -> !other.equals(authority)
                        && other.getIssuerX500Principal().equals(authority.getSubjectX500Principal()));
    }

    private void warn(String pointer, CertificateDetails certificate, String reason) {
        warnings.add(sentence(pointer, certificate, reason));
    }

    private static KeyProblem sentence(String pointer, CertificateDetails certificate, String reason) {
        return new KeyProblem(pointer, "The %s %s.".formatted(certificate.label(), reason));
    }

    private void refuse(String pointer, String problem) {
        problems.add(new KeyProblem(pointer, problem));
    }

    private static CertificateDetails details(X509Certificate certificate, String keyDescription) {
        return new CertificateDetails(
                certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
                certificate.getSerialNumber().toString(16),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                keyDescription);
    }
}
