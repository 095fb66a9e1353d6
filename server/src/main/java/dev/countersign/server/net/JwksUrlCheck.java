package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Check of a JWKS URL without a lookup of its host name: plain http, and literal addresses. The host name is checked at
 * every fetch, by the address it then resolves to.
 */
public final class JwksUrlCheck {
    private final OutboundAddressRules rules;
    private final boolean somethingListed;

    /** @param allowedPrivateHosts host names, IP addresses and CIDR ranges */
    public JwksUrlCheck(List<String> allowedPrivateHosts) {
        this.rules = new OutboundAddressRules(allowedPrivateHosts);
        this.somethingListed = !allowedPrivateHosts.isEmpty();
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
        Optional<InetAddress> literal = literal(host);
        Optional<String> refusal = literal.flatMap(address -> rules.refusal(host, address));
        if (refusal.isPresent()) {
            return Optional.of("Must not point there: " + refusal.get() + ".");
        }
        boolean maybeListed =
                literal.map(address -> rules.isListed(host, address)).orElse(somethingListed);
        return target.secure() || maybeListed
                ? Optional.empty()
                : Optional.of(
                        "Must be https; plain http is only for hosts in %s.".formatted(OutboundAddressRules.SETTING));
    }

    /** The address of a host given literally, or of a name for this machine by definition (RFC 6761 §6.3). */
    private static Optional<InetAddress> literal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
