package dev.countersign.server.diagnosis;

import dev.countersign.base.text.FailureText;
import dev.countersign.core.jose.certificate.CertificateFile;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.TlsSettings;
import dev.countersign.server.insight.Expiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The checks of the dates of certificates: those of the configuration, and those of issuers. */
record CertificateChecks(Instant now) {
    private static final String CERTIFICATE = "certificate";

    /** The certificates of the server, of its clients' authorities, and of the authorities trusted for fetches. */
    List<Finding> of(Deployment deployment) {
        var findings = new ArrayList<Finding>();
        Path own = deployment
                .server()
                .tls()
                .files()
                .map(TlsSettings.PemFiles::certificate)
                .orElseGet(() -> deployment.home().conf().resolve("tls").resolve("certificate.pem"));
        if (Files.exists(own)) {
            findings.addAll(of("server", own));
        } else {
            findings.add(Finding.notChecked(
                    CERTIFICATE, "server", "There is none yet; the first `countersign serve` creates it."));
        }
        deployment
                .server()
                .mutualTls()
                .trustedCertificates()
                .forEach(file -> findings.addAll(of("server.mtls.trusted_certificates", file)));
        deployment
                .jwksEndpoint()
                .trustedCertificates()
                .forEach(file -> findings.addAll(of("oauth.jwks_endpoint.trusted_certificates", file)));
        return findings;
    }

    private List<Finding> of(String subject, Path file) {
        try {
            List<X509Certificate> chain = CertificateFile.read(Files.readAllBytes(file));
            return chain.stream()
                    .map(certificate -> of(
                            subject,
                            certificate.getSubjectX500Principal().getName(),
                            certificate.getNotBefore().toInstant(),
                            certificate.getNotAfter().toInstant()))
                    .toList();
        } catch (IOException unreadable) {
            return List.of(Finding.problem(
                    CERTIFICATE, subject, "%s cannot be read: %s.".formatted(file, FailureText.of(unreadable))));
        } catch (CertificateException malformed) {
            return List.of(Finding.problem(CERTIFICATE, subject, "%s %s.".formatted(file, malformed.getMessage())));
        }
    }

    Finding of(String subject, CertificateDetails details) {
        return of(subject, details.subject(), details.notBefore(), details.notAfter());
    }

    private Finding of(String subject, String name, Instant notBefore, Instant notAfter) {
        if (now.isBefore(notBefore)) {
            return Finding.problem(
                    CERTIFICATE,
                    subject,
                    "%s is not valid before %s. Check the clock, or replace it.".formatted(name, notBefore));
        }
        if (now.isAfter(notAfter)) {
            return Finding.problem(CERTIFICATE, subject, "%s expired at %s. Replace it.".formatted(name, notAfter));
        }
        return notAfter.isAfter(now.plus(Expiring.CERTIFICATES_AHEAD))
                ? Finding.ok(CERTIFICATE, subject, "%s is valid until %s.".formatted(name, notAfter))
                : Finding.warning(
                        CERTIFICATE, subject, "%s expires at %s. Replace it before.".formatted(name, notAfter));
    }
}
