package dev.countersign.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Table {@code [server.tls]}.
 *
 * @param files empty when a certificate for localhost is to be generated
 */
public record TlsSettings(Optional<PemFiles> files) {

    /** A certificate chain and its private key. */
    public record PemFiles(Path certificate, Path privateKey) {}
}
