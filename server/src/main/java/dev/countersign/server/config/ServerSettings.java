package dev.countersign.server.config;

import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.server.address.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code [server]}.
 *
 * @param baseUrl empty for {@code https://localhost:<port>}
 * @param port for HTTPS; 0 takes any free one
 * @param httpPort for plain HTTP; empty when there is none
 * @param http2PriorKnowledge whether plain HTTP is also HTTP/2 for peers that begin with it
 * @param trustedProxies reverse proxies whose forwarding headers say who the client is
 */
public record ServerSettings(
        Optional<String> baseUrl,
        int port,
        String bind,
        Optional<Integer> httpPort,
        String httpBind,
        boolean http2PriorKnowledge,
        List<AddressRange> trustedProxies,
        TlsSettings tls) {
    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * Who we are to others.
     *
     * @param boundPort the port HTTPS is really served on
     */
    public IssuerIdentifier issuer(int boundPort) {
        return new IssuerIdentifier(baseUrl.orElseGet(() -> "https://localhost:" + boundPort));
    }
}
