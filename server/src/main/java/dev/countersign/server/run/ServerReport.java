package dev.countersign.server.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a server says of itself once it is ready.
 *
 * @param baseUrl the issuer identifier
 * @param plainHttp the same without TLS; empty when that is off
 * @param database which database it works on, in words
 * @param cryptoProvider which implementation signs and verifies, in words
 * @param certificate the PEM file with what it shows in the TLS handshake
 * @param setupLink where the first administrator sets themselves up, once; empty when there is one
 */
public record ServerReport(
        String baseUrl,
        Optional<URI> plainHttp,
        Path home,
        String database,
        String cryptoProvider,
        Path certificate,
        Optional<String> setupLink) {

    /** Where people administer it. */
    public String console() {
        return (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + "/console";
    }

    /** Without the link, which is a secret. */
    @Override
    public String toString() {
        return "ServerReport[" + baseUrl + "]";
    }
}
