package dev.countersign.server.web;

import dev.countersign.server.transport.ServerRequest;
import java.util.Set;

/** The peer of a request. */
public final class Peer {
    private static final Set<String> FORWARDING_HEADERS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip");
    private static final String FORWARDING_PREFIX = "x-forwarded";

    private Peer() {}

    /** Whether the request was made on this machine and not forwarded by a proxy. */
    public static boolean isLocal(ServerRequest request) {
        return request.peer().isLoopbackAddress()
                && request.headers().names().stream()
                        .noneMatch(name -> FORWARDING_HEADERS.contains(name) || name.startsWith(FORWARDING_PREFIX));
    }
}
