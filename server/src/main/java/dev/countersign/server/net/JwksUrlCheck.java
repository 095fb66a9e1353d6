package dev.countersign.server.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What can be said against a JWKS URL without looking up its name: plain http, and addresses written out. The name is
 * judged at every fetch, by the address it stands for then.
 */
public final class JwksUrlCheck {
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");

    private final OutboundAddressRules rules;
    private final boolean somethingListed;

    /** @param allowedPrivateHosts host names, IP addresses and CIDR ranges */
    public JwksUrlCheck(List<String> allowedPrivateHosts) {
        this.rules = new OutboundAddressRules(allowedPrivateHosts);
        this.somethingListed = !allowedPrivateHosts.isEmpty();
    }

    /** Why this URL will not be fetched, as a sentence; empty when nothing is known against it. */
    public Optional<String> objection(URI url) {
        String host = FetchTarget.withoutFinalDot(url.getHost().toLowerCase(Locale.ROOT));
        Optional<InetAddress> literal = literal(host);
        Optional<String> refusal = literal.flatMap(address -> rules.refusal(host, address));
        if (refusal.isPresent()) {
            return Optional.of("Must not point there: " + refusal.get() + ".");
        }
        boolean plain = !"https".equalsIgnoreCase(url.getScheme());
        boolean maybeListed =
                literal.map(address -> rules.isListed(host, address)).orElse(somethingListed);
        return plain && !maybeListed
                ? Optional.of("Must be https; plain http is only for hosts in allowed_private_hosts.")
                : Optional.empty();
    }

    /** The address of a host that is written as one, or is this machine by definition (RFC 6761 §6.3). */
    private static Optional<InetAddress> literal(String host) {
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        if (!local && !host.startsWith("[") && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(local ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
