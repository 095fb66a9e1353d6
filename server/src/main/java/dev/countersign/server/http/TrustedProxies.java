package dev.countersign.server.http;

import dev.countersign.server.address.AddressRange;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.web.ClientAddress;
import java.net.InetAddress;
import java.util.List;

/** The reverse proxies of the setting {@code [server] trusted_proxies}. */
public final class TrustedProxies implements Proxies {
    private final ClientAddress rule;

    public TrustedProxies(List<AddressRange> addresses) {
        this.rule = new ClientAddress(addresses);
    }

    @Override
    public boolean isTrusted(InetAddress peer) {
        return rule.isTrustedProxy(peer);
    }

    @Override
    public InetAddress client(InetAddress peer, RequestHeaders headers) {
        return rule.of(peer, headers.values("Forwarded"), headers.values("X-Forwarded-For"));
    }
}
