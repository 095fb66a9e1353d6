package dev.countersign.server.run;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a server says of itself once it is ready.
 *
 * @param baseUrl the issuer identifier
 * @param local where it can be reached from this machine
 * @param plainHttp the same without TLS; empty when that is off
 * @param database which database it works on, in words
 * @param cryptoProvider which implementation signs and verifies, in words
 * @param certificate what it shows in the TLS handshake
 * @param hasAdministrator whether somebody can administer it
 */
public record ServerReport(
        String baseUrl,
        URI local,
        Optional<URI> plainHttp,
        Path home,
        String database,
        String cryptoProvider,
        X509Certificate certificate,
        boolean hasAdministrator) {}
