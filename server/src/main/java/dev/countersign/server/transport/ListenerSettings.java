package dev.countersign.server.transport;

import dev.countersign.server.transport.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of one listener.
 *
 * @param address address to listen on; port 0 takes any free port
 * @param identity the certificate; without one it speaks plain HTTP
 * @param mutualTls whether it asks for a certificate of the client
 * @param priorKnowledge whether it accepts HTTP/2 without TLS from peers that begin with its preface
 */
public record ListenerSettings(
        InetSocketAddress address, Optional<TlsIdentity> identity, boolean mutualTls, boolean priorKnowledge) {

    /** A listener for HTTPS. */
    public static ListenerSettings https(InetSocketAddress address, TlsIdentity identity) {
        return new ListenerSettings(address, Optional.of(identity), false, false);
    }

    /** A listener for HTTPS that asks for a certificate of the client, and accepts any and none. */
    public static ListenerSettings mutualTls(InetSocketAddress address, TlsIdentity identity) {
        return new ListenerSettings(address, Optional.of(identity), true, false);
    }

    /** A listener for plain HTTP. */
    public static ListenerSettings plain(InetSocketAddress address, boolean priorKnowledge) {
        return new ListenerSettings(address, Optional.empty(), false, priorKnowledge);
    }
}
