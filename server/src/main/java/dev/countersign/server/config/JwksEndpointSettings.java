package dev.countersign.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Table {@code [oauth.jwks_endpoint]}: fetching an issuer's JWK set.
 *
 * @param allowedPrivateHosts host names, IP addresses and CIDR ranges
 * @param trustedCertificates PEM files with further certificate authorities
 */
public record JwksEndpointSettings(
        Duration connectionTimeout,
        Duration readTimeout,
        int sizeLimitBytes,
        List<String> allowedPrivateHosts,
        List<Path> trustedCertificates) {
    public JwksEndpointSettings {
        allowedPrivateHosts = List.copyOf(allowedPrivateHosts);
        trustedCertificates = List.copyOf(trustedCertificates);
    }
}
