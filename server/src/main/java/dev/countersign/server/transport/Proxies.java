package dev.countersign.server.transport;

import java.net.InetAddress;

/** The trusted reverse proxies, and the client addresses that they forward. */
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

    /** Whether this address belongs to a trusted proxy, which many clients share. */
    boolean isTrusted(InetAddress peer);

    /**
     * Whether many callers use this address, so that it has no share of its own: that of a proxy or of this machine.
     */
    default boolean isShared(InetAddress peer) {
        return peer.isLoopbackAddress() || isTrusted(peer);
    }

    /** The address of the client of a request that came from this peer. */
    InetAddress client(InetAddress peer, RequestHeaders headers);
}
