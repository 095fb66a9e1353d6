package dev.countersign.server.config;

import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.server.address.AddressRange;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code [server]}.
 *
 * @param baseUrl empty for {@code https://localhost:<port>}
 * @param port for HTTPS; 0 takes any free port
 * @param httpPort for plain HTTP; empty when there is none
 * @param http2PriorKnowledge whether the plain listener also accepts HTTP/2 from peers that begin with it
 * @param trustedProxies reverse proxies whose forwarding headers determine the client's address
 */
public record ServerSettings(
        Optional<String> baseUrl,
        int port,
        String bind,
        Optional<Integer> httpPort,
        String httpBind,
        boolean http2PriorKnowledge,
        List<AddressRange> trustedProxies,
        TlsSettings tls,
        MutualTlsSettings mutualTls) {
    public ServerSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The issuer identifier of this server.
     *
     * @param boundPort the actual port of HTTPS
     */
    public IssuerIdentifier issuer(int boundPort) {
        return new IssuerIdentifier(baseUrl.orElseGet(() -> "https://localhost:" + boundPort));
    }
}
