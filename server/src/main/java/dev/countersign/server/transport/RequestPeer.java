package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.AddressShare;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The peer of a connection.
 *
 * @param listener kind of the listener that accepted the connection
 * @param reserve whether only {@code /health} is answered on it
 * @param share the usage of the limits by its address
 * @param certificates the certificate that it presented, first, and those it sent with it; not validated
 */
record RequestPeer(
        InetAddress address,
        Listener listener,
        boolean reserve,
        AddressShare share,
        List<X509Certificate> certificates) {
    RequestPeer {
        certificates = List.copyOf(certificates);
    }

    /** Kind of listener. */
    enum Listener {
        PLAIN,
        TLS,
        MUTUAL_TLS
    }

    /** Whether the connection is encrypted. */
    boolean secure() {
        return listener != Listener.PLAIN;
    }

    /** The same peer, after it has presented these certificates. */
    RequestPeer presenting(List<X509Certificate> presented) {
        return new RequestPeer(address, listener, reserve, share, presented);
    }
}
