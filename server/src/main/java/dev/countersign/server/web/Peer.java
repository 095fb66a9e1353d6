package dev.countersign.server.web;

import io.helidon.http.Header;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The other end of the connection a request came over; headers that speak of others are never believed. */
public final class Peer {
    private static final Set<String> FORWARDING_HEADERS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip");
    private static final String FORWARDING_PREFIX = "x-forwarded";

    private Peer() {}

    /** The peer's address in digits; no name is ever looked up. */
    public static String address(ServerRequest request) {
        return inetAddress(request).map(InetAddress::getHostAddress).orElse("unknown");
    }

    /** Whether the request was made on this machine and no proxy says that it passed it on. */
    public static boolean isLocal(ServerRequest request) {
        return inetAddress(request).filter(InetAddress::isLoopbackAddress).isPresent()
                && request.headers().stream().noneMatch(Peer::tellsOfForwarding);
    }

    private static boolean tellsOfForwarding(Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return FORWARDING_HEADERS.contains(name) || name.startsWith(FORWARDING_PREFIX);
    }

    private static Optional<InetAddress> inetAddress(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                : Optional.empty();
    }
}
