package dev.countersign.server.config;

import dev.countersign.server.address.AddressRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code [server.mtls]}.
 *
 * @param port of the listener that asks for a client certificate; 0 takes any free port, empty means there is none
 * @param trustedCertificates files with the certificate authorities of clients
 * @param proxyAddresses proxies whose {@code Client-Cert} header (RFC 9440) is trusted
 */
public record MutualTlsSettings(
        Optional<Integer> port, List<Path> trustedCertificates, List<AddressRange> proxyAddresses) {
    public MutualTlsSettings {
        trustedCertificates = List.copyOf(trustedCertificates);
        proxyAddresses = List.copyOf(proxyAddresses);
    }
}
