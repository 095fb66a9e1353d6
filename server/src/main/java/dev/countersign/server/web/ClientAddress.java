package dev.countersign.server.web;

import dev.countersign.server.address.AddressRange;
import dev.countersign.server.address.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rule that finds the address of the client behind a connection: the address of the peer, unless the peer is one of the
 * trusted reverse proxies. For a request from one of those it is the rightmost address in {@code Forwarded} (RFC 7239)
 * or, in its absence, in {@code X-Forwarded-For} that is not itself a trusted proxy. Each proxy appends its entry at
 * the right, so that entries written by a client stand to the left of that address.
 *
 * <p>The result is the address of the peer when the headers give none: no header is present, all addresses are trusted,
 * or the first relevant element is malformed, {@code unknown} or obfuscated (RFC 7239 §6.2, §6.3).
 */
public final class ClientAddress {
    /** {@code 192.0.2.1}, {@code 192.0.2.1:4711}, {@code 2001:db8::1}, {@code [2001:db8::1]}, {@code [2001:db8::1]:4711}. */
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[(?<six>[^\\[\\]]*)](:[0-9]{1,5})?|(?<four>[0-9.]+):[0-9]{1,5}");

    private final List<AddressRange> trustedProxies;

    /** @param trustedProxies the setting {@code [server] trusted_proxies} */
    public ClientAddress(List<AddressRange> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** Whether the address is that of a trusted reverse proxy. */
    public boolean isTrustedProxy(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /**
     * Returns the address of the client.
     *
     * @param peer the address of the peer
     * @param forwarded the values of the {@code Forwarded} header fields in order, as received
     * @param forwardedFor the values of the {@code X-Forwarded-For} header fields in order, as received
     */
    public InetAddress of(InetAddress peer, List<String> forwarded, List<String> forwardedFor) {
        if (!isTrustedProxy(peer)) {
            return peer;
        }
        var hops = forwarded.isEmpty() ? listed(forwardedFor) : described(forwarded);
        for (Optional<InetAddress> hop : hops.reversed()) {
            if (hop.isEmpty()) {
                return peer;
            }
            if (!isTrustedProxy(hop.get())) {
                return hop.get();
            }
        }
        return peer;
    }

    /** The hops of {@code Forwarded} in order; empty where an element names no address. */
    private static List<Optional<InetAddress>> described(List<String> fields) {
        var hops = new ArrayList<Optional<InetAddress>>();
        for (String field : fields) {
            var elements = ForwardedField.elements(field);
            if (elements.isEmpty()) {
                hops.add(Optional.empty());
            }
            elements.orElse(List.of()).forEach(element -> hops.add(ForwardedField.client(element)));
        }
        return hops;
    }

    /** The hops of {@code X-Forwarded-For} in order; empty where an element is not an address. */
    private static List<Optional<InetAddress>> listed(List<String> fields) {
        var hops = new ArrayList<Optional<InetAddress>>();
        for (String field : fields) {
            for (String element : field.split(",", -1)) {
                var text = ForwardedField.trimmed(element);
                if (!text.isEmpty()) {
                    hops.add(listedAddress(text));
                }
            }
        }
        return hops;
    }

    private static Optional<InetAddress> listedAddress(String text) {
        var withPort = WITH_PORT.matcher(text);
        if (!withPort.matches()) {
            return IpLiteral.read(text);
        }
        var four = Optional.ofNullable(withPort.group("four"));
        return four.isPresent() ? four.flatMap(IpLiteral::read) : ForwardedField.bracketed(withPort.group("six"));
    }
}
