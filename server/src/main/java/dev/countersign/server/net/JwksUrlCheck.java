package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Check of a JWKS URL without a lookup of its host name: plain http, and literal addresses. The host name is checked at
 * every fetch, by the address it then resolves to.
 */
public final class JwksUrlCheck {
    private final OutboundAddressRules rules;
    private final boolean somethingListed;
    private final Optional<OutboundProxy> proxy;

    /** Check by the addresses and the proxy of these settings. */
    public JwksUrlCheck(OutboundSettings settings) {
        this.rules = new OutboundAddressRules(settings.allowedPrivateHosts());
        this.somethingListed = !settings.allowedPrivateHosts().isEmpty();
        this.proxy = settings.proxy();
    }

    /** Returns the reason why this URL will not be fetched, as a sentence; empty when none is known. */
    public Optional<String> objection(URI url) {
        return switch (FetchTarget.read(url)) {
            case Parsed.Unreadable(String reason) -> Optional.of("Cannot be fetched: " + reason + ".");
            case Parsed.Read(FetchTarget target) -> objection(target);
        };
    }

    private Optional<String> objection(FetchTarget target) {
        String host = target.host();
        Optional<InetAddress> literal = OutboundAddressRules.literal(host);
        Optional<String> refusal = literal.flatMap(address -> rules.refusal(host, address));
        if (refusal.isPresent()) {
            return Optional.of("Must not point there: " + refusal.get() + ".");
        }
        if (!target.secure() && proxy.filter(way -> way.leadsTo(host)).isPresent()) {
            return Optional.of("Must be https: plain http does not go through the proxy, and is only for hosts in %s."
                    .formatted(OutboundProxy.EXCEPTIONS));
        }
        boolean maybeListed =
                literal.map(address -> rules.isListed(host, address)).orElse(somethingListed);
        return target.secure() || maybeListed
                ? Optional.empty()
                : Optional.of(
                        "Must be https; plain http is only for hosts in %s.".formatted(OutboundAddressRules.SETTING));
    }
}
