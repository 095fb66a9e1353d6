package dev.countersign.server.config;

import dev.countersign.core.oauth.IssuerIdentifier;
import java.util.Optional;

/**
 * Table {@code [server]}.
 *
 * @param baseUrl empty for {@code https://localhost:<port>}
 * @param port for HTTPS; 0 takes any free one
 * @param httpPort for plain HTTP; empty when there is none
 */
public record ServerSettings(
        Optional<String> baseUrl, int port, String bind, Optional<Integer> httpPort, String httpBind, TlsSettings tls) {

    /**
     * Who we are to others.
     *
     * @param boundPort the port HTTPS is really served on
     */
    public IssuerIdentifier issuer(int boundPort) {
        return new IssuerIdentifier(baseUrl.orElseGet(() -> "https://localhost:" + boundPort));
    }
}
