package dev.countersign.server.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Report of a server that has started.
 *
 * @param baseUrl the issuer identifier
 * @param plainHttp the URL without TLS; empty when that is off
 * @param database description of the database
 * @param cryptoProvider description of the implementation that signs and verifies
 * @param certificate the PEM file with the certificate of the TLS listener
 * @param setupLink single-use link with which the first administrator is created; empty when there is one
 */
public record ServerReport(
        String baseUrl,
        Optional<URI> plainHttp,
        Path home,
        String database,
        String cryptoProvider,
        Path certificate,
        Optional<String> setupLink) {

    /** The URL of the console. */
    public String console() {
        return (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + "/console";
    }

    /** Omits the link, which is a secret. */
    @Override
    public String toString() {
        return "ServerReport[" + baseUrl + "]";
    }
}
