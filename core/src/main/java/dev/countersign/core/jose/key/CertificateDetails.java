package dev.countersign.core.jose.key;

import java.time.Instant;
import java.util.Optional;

/**
 * Details of a certificate, for administrators.
 *
 * @param subject the distinguished name (RFC 2253)
 * @param serial the serial number in hexadecimal
 * @param notBefore first instant of its validity
 * @param notAfter last instant of its validity (RFC 5280 §4.1.2.5)
 * @param keyDescription kind and size of its key, such as "RSA 2048 bits"
 */
public record CertificateDetails(
        String subject, String serial, Instant notBefore, Instant notAfter, String keyDescription) {

    /** The certificate's display name; safe to print. */
    public String label() {
        return Label.of("certificate %s, serial %s".formatted(subject, serial));
    }

    /** The reason why the certificate cannot be used at that time, as a clause; empty when it can. */
    public Optional<String> unusableAt(Instant now) {
        if (now.isBefore(notBefore)) {
            return Optional.of("is not valid before " + notBefore);
        }
        return now.isAfter(notAfter) ? Optional.of("expired at " + notAfter) : Optional.empty();
    }
}
