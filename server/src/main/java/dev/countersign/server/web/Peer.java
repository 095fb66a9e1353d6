package dev.countersign.server.web;

import dev.countersign.server.transport.ServerRequest;
import java.util.Set;

/** The other end of a request. */
public final class Peer {
    private static final Set<String> FORWARDING_HEADERS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip");
    private static final String FORWARDING_PREFIX = "x-forwarded";

    private Peer() {}

    /** The client's address in digits; no name is ever looked up. */
    public static String address(ServerRequest request) {
        return request.client().getHostAddress();
    }

    /** Whether the request was made on this machine and no proxy says that it passed it on. */
    public static boolean isLocal(ServerRequest request) {
        return request.peer().isLoopbackAddress()
                && request.headers().names().stream()
                        .noneMatch(name -> FORWARDING_HEADERS.contains(name) || name.startsWith(FORWARDING_PREFIX));
    }
}
