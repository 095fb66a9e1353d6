package dev.countersign.core.client;

import dev.countersign.core.jose.certificate.CertificateName;
import java.util.Optional;

/**
 * Settings of the certificate that an application shows in TLS (RFC 8705).
 *
 * @param name the name in its certificate; present if and only if it authenticates by {@code tls_client_auth}
 * @param bindsTokens whether its tokens are bound to the certificate that it shows
 */
public record ClientCertificateSettings(Optional<CertificateName> name, boolean bindsTokens) {
    /** The default: no certificate is expected. */
    public static final ClientCertificateSettings NONE = new ClientCertificateSettings(Optional.empty(), false);
}
