package dev.countersign.server.transport;

import dev.countersign.server.transport.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One listener.
 *
 * @param address where it listens; port 0 takes any free one
 * @param identity the certificate that it shows; without one it speaks plain HTTP
 * @param priorKnowledge whether it speaks HTTP/2 without TLS to peers that begin with it
 */
public record ListenerSettings(InetSocketAddress address, Optional<TlsIdentity> identity, boolean priorKnowledge) {}
