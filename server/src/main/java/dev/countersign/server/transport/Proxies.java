package dev.countersign.server.transport;

import java.net.InetAddress;

/** The reverse proxies before the server, and the address of the client that they speak for. */
public interface Proxies {

    /** No proxies: the client is the peer. */
    Proxies NONE = new Proxies() {
        @Override
        public boolean isTrusted(InetAddress peer) {
            return false;
        }

        @Override
        public InetAddress client(InetAddress peer, RequestHeaders headers) {
            return peer;
        }
    };

    /** Whether this address is a trusted proxy's, which many clients share. */
    boolean isTrusted(InetAddress peer);

    /** Whether many callers come from this address, so that it has no share of its own: a proxy's, or this machine's. */
    default boolean isShared(InetAddress peer) {
        return peer.isLoopbackAddress() || isTrusted(peer);
    }

    /** The address of the client of a request that came from this peer. */
    InetAddress client(InetAddress peer, RequestHeaders headers);
}
