package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.AddressShare;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The peer of a connection.
 *
 * @param listener kind of the listener that accepted the connection
 * @param reserve whether only {@code /health} is answered on it
 * @param share the usage of the limits by its address
 * @param serverName the host that it named in the handshake, in lower case
 * @param certificates the certificate that it presented, first, and those it sent with it; not validated
 */
record RequestPeer(
        InetAddress address,
        Listener listener,
        boolean reserve,
        AddressShare share,
        Optional<String> serverName,
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

    /** The same peer, after it has named this host and presented these certificates. */
    RequestPeer presenting(Optional<String> named, List<X509Certificate> presented) {
        return new RequestPeer(address, listener, reserve, share, named, presented);
    }
}
