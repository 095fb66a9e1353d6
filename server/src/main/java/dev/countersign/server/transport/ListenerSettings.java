package dev.countersign.server.transport;

import dev.countersign.server.transport.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Settings of one listener.
 *
 * @param address address to listen on; port 0 takes any free port
 * @param identity the certificate; without one it speaks plain HTTP
 * @param priorKnowledge whether it accepts HTTP/2 without TLS from peers that begin with its preface
 */
public record ListenerSettings(InetSocketAddress address, Optional<TlsIdentity> identity, boolean priorKnowledge) {}
