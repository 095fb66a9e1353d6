package dev.countersign.server.net;

import dev.countersign.base.text.WebUrl;
import dev.countersign.server.address.AddressRange;
import dev.countersign.server.address.IpLiteral;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * HTTP proxy of a company: https targets are reached through a tunnel (RFC 9110 §9.3.6), in which TLS is verified with
 * the target as without a proxy. Its string form has no credentials.
 *
 * @param credentials for Basic authentication (RFC 7617), if the proxy wants it
 * @param direct hosts, suffixes of domains such as {@code .corp.example}, IP addresses and CIDR ranges that are connected
 *     to without the proxy
 */
public record OutboundProxy(String host, int port, Optional<Credentials> credentials, List<String> direct) {
    /** The setting of the hosts that are connected to without the proxy, as the end of a clause. */
    static final String EXCEPTIONS = "no_proxy, under [net] in <home>/conf/deployment.toml";

    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    public OutboundProxy {
        direct = direct.stream()
                .map(entry -> WebUrl.withoutFinalDot(entry.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** A user of the proxy; the string form is redacted. */
    public record Credentials(String username, String password) {
        @Override
        public String toString() {
            return "Credentials[redacted]";
        }
    }

    /**
     * Whether a host is reached through the proxy. Decided by the host as it is written: a range applies to literal
     * addresses only, and a name is never resolved for it. This machine is never reached through the proxy, where its
     * name and addresses would mean the proxy itself.
     */
    boolean leadsTo(String host) {
        Optional<InetAddress> literal = OutboundAddressRules.literal(host);
        return literal.filter(InetAddress::isLoopbackAddress).isEmpty()
                && direct.stream()
                        .noneMatch(entry -> literal.map(address -> contains(entry, address))
                                .orElseGet(() -> entry.startsWith(".") ? host.endsWith(entry) : host.equals(entry)));
    }

    /**
     * Whether a host is a number without being a complete address. Programs read {@code 127.1}, {@code 0177.0.0.1} and
     * {@code 0x7f000001} differently, and some as addresses of this machine.
     */
    static boolean isIncompleteAddress(String host) {
        return NUMBER.matcher(host.substring(host.lastIndexOf('.') + 1)).matches()
                && IpLiteral.read(host).isEmpty();
    }

    private static boolean contains(String entry, InetAddress address) {
        return AddressRange.read(entry).filter(range -> range.contains(address)).isPresent();
    }

    /** The proxy for administrators. */
    String name() {
        return authority(host, port);
    }

    /** Host and port as in the target of CONNECT (RFC 9112 §3.2.3). */
    static String authority(String host, int port) {
        boolean six = IpLiteral.read(host).isPresent() && host.indexOf(':') >= 0;
        return (six ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return "OutboundProxy[" + name() + "]";
    }
}
