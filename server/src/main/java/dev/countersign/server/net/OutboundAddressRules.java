package dev.countersign.server.net;

import dev.countersign.base.text.WebUrl;
import dev.countersign.server.address.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Rules for permitted addresses: those of the public internet, and those listed by the operator. The special ranges are
 * those of the registries of RFC 6890.
 */
final class OutboundAddressRules {
    /** The setting that permits a host, as the end of a clause. */
    static final String SETTING = "allowed_private_hosts; the operator lists it there, under [oauth.jwks_endpoint] in"
            + " <home>/conf/deployment.toml, and restarts the server";

    /** A range outside the public internet, with its description. */
    private record Special(AddressRange range, String kind) {
        Special(String range, String kind) {
            this(AddressRange.parse(range), kind);
        }
    }

    private static final List<Special> SPECIAL_V4 = List.of(
            new Special("0.0.0.0/8", "unspecified"),
            new Special("10.0.0.0/8", "private"),
            new Special("100.64.0.0/10", "shared by carriers"),
            new Special("127.0.0.0/8", "loopback"),
            new Special("169.254.0.0/16", "link-local"),
            new Special("172.16.0.0/12", "private"),
            new Special("192.0.0.0/24", "reserved"),
            new Special("192.0.2.0/24", "for documentation"),
            new Special("192.88.99.0/24", "reserved"),
            new Special("192.168.0.0/16", "private"),
            new Special("198.18.0.0/15", "for benchmarks"),
            new Special("198.51.100.0/24", "for documentation"),
            new Special("203.0.113.0/24", "for documentation"),
            new Special("224.0.0.0/4", "multicast"),
            new Special("255.255.255.255", "broadcast"),
            new Special("240.0.0.0/4", "reserved"));

    private static final List<Special> SPECIAL_V6 = List.of(
            new Special("::", "unspecified"),
            new Special("::1", "loopback"),
            new Special("fc00::/7", "private"),
            new Special("fe80::/10", "link-local"),
            new Special("fec0::/10", "site-local"),
            new Special("ff00::/8", "multicast"),
            new Special("2001:db8::/32", "for documentation"),
            new Special("3fff::/20", "for documentation"),
            new Special("2001::/23", "reserved"),
            new Special("2002::/16", "a 6to4 tunnel"));

    /** Global unicast; all other addresses are reserved (RFC 4291 §2.4). */
    private static final AddressRange GLOBAL_V6 = AddressRange.parse("2000::/3");

    /** The translation prefix (RFC 6052 §2.1): the actual address follows in the last four bytes. */
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

    private static final int V6_LENGTH = 16;
    private static final int EMBEDDED_V4 = 12;

    private final Set<String> allowedNames = new HashSet<>();
    private final List<AddressRange> allowedRanges = new ArrayList<>();

    /** @param allowedPrivateHosts host names, IP addresses and CIDR ranges */
    OutboundAddressRules(List<String> allowedPrivateHosts) {
        for (String entry : allowedPrivateHosts) {
            range(entry)
                    .ifPresentOrElse(
                            allowedRanges::add,
                            () -> allowedNames.add(WebUrl.withoutFinalDot(entry.toLowerCase(Locale.ROOT))));
        }
    }

    private static Optional<AddressRange> range(String entry) {
        boolean bracketed = entry.startsWith("[") && entry.endsWith("]");
        try {
            return Optional.of(AddressRange.parse(bracketed ? entry.substring(1, entry.length() - 1) : entry));
        } catch (IllegalArgumentException notAnAddress) {
            if (entry.isBlank() || entry.contains("/")) {
                throw new IllegalArgumentException("neither a host nor a CIDR range: " + entry, notAnAddress);
            }
            return Optional.empty(); // It is a host name.
        }
    }

    /** Returns the reason why this address of the host must not be used, as a clause; empty when it may. */
    Optional<String> refusal(String host, InetAddress address) {
        return isListed(host, address)
                ? Optional.empty()
                : kind(address)
                        .map(kind ->
                                "address %s is %s and not in %s".formatted(address.getHostAddress(), kind, SETTING));
    }

    /** Whether the operator listed the host or this address. */
    boolean isListed(String host, InetAddress address) {
        return allowedNames.contains(host)
                || allowedRanges.stream().anyMatch(range -> range.contains(address.getAddress()));
    }

    /** The address of a host given literally, or of a name for this machine by definition (RFC 6761 §6.3). */
    static Optional<InetAddress> literal(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return Optional.of(InetAddress.getLoopbackAddress());
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    private static Optional<String> kind(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return first(SPECIAL_V4, bytes);
        }
        if (NAT64.contains(bytes)) {
            return first(SPECIAL_V4, Arrays.copyOfRange(bytes, EMBEDDED_V4, V6_LENGTH));
        }
        return first(SPECIAL_V6, bytes)
                .or(() -> GLOBAL_V6.contains(bytes) ? Optional.empty() : Optional.of("reserved"));
    }

    private static Optional<String> first(List<Special> table, byte[] address) {
        return table.stream()
                .filter(special -> special.range().contains(address))
                .map(Special::kind)
                .findFirst();
    }
}
