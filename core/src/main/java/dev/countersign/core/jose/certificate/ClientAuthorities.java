package dev.countersign.core.jose.certificate;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The authorities whose certificates of clients are trusted, and the validation of a chain to one of them (RFC 5280 §6).
 * Revocation is not checked. The path follows the chain as it was sent, so that a stranger's chain costs few checks of
 * signatures whatever its names are.
 *
 * @param certificates of the authorities: roots or intermediates
 */
public record ClientAuthorities(List<X509Certificate> certificates) {
    /** No authorities: no certificate is trusted. */
    public static final ClientAuthorities NONE = new ClientAuthorities(List.of());

    private static final int KEY_CERT_SIGN = 5;
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String UNTRUSTED = "has no valid path to a trusted authority";

    public ClientAuthorities {
        certificates = List.copyOf(certificates);
    }

    /** The reason why the certificate cannot authenticate a client, as a clause; empty when it can. */
    public Optional<String> refusal(ClientCertificate client, Instant now) {
        return client.unusableAt(now)
                .or(() -> client.maySign() ? Optional.empty() : Optional.of("lacks digitalSignature in its key usage"))
                .or(() -> isTrusted(client, now) ? Optional.empty() : Optional.of(UNTRUSTED));
    }

    private boolean isTrusted(ClientCertificate client, Instant now) {
        var path = new ArrayList<>(List.of(client.certificate()));
        var left = new ArrayList<>(client.issuers());
        while (true) {
            X509Certificate last = path.getLast();
            if (certificates.stream().anyMatch(authority -> issued(authority, last) && isValid(path, authority, now))) {
                return true;
            }
            Optional<X509Certificate> next =
                    left.stream().filter(issuer -> issued(issuer, last)).findFirst();
            if (next.isEmpty() || ClientCertificate.weakness(next.get()).isPresent()) {
                return false;
            }
            left.remove(next.get());
            path.add(next.get());
        }
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** A listed certificate must itself be one of an authority, and in time, which RFC 5280 §6.1 does not ask of it. */
    private static boolean isUsable(X509Certificate authority, List<X509Certificate> path, Instant now) {
        boolean[] usage = authority.getKeyUsage();
        long intermediates = path.stream()
                .skip(1)
                .filter(certificate -> !issued(certificate, certificate))
                .count();
        return authority.getBasicConstraints() >= intermediates
                && (usage == null || usage[KEY_CERT_SIGN])
                && ClientCertificate.outsideItsDates(authority, now).isEmpty()
                && !path.contains(authority);
    }

    private static boolean isValid(List<X509Certificate> path, X509Certificate authority, Instant now) {
        if (!isUsable(authority, path, now)) {
            return false;
        }
        var complete = new ArrayList<>(path);
        if (authority.getExtensionValue(NAME_CONSTRAINTS) != null) {
            if (!issued(authority, authority)) {
                return false;
            }
            // the JDK applies the constraints of the certificates in a path, not those of its anchor
            complete.add(authority);
        }
        try {
            var parameters = new PKIXParameters(
                    Set.of(new TrustAnchor(authority.getSubjectX500Principal(), authority.getPublicKey(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            var _ = CertPathValidator.getInstance("PKIX", "SUN")
                    .validate(CertificateFactory.getInstance("X.509", "SUN").generateCertPath(complete), parameters);
            return true;
        } catch (CertPathValidatorException | InvalidAlgorithmParameterException untrusted) {
            return false;
        } catch (GeneralSecurityException fault) {
            throw new IllegalStateException("The JDK cannot validate certificates", fault);
        }
    }
}
