package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.AddressShare;
import java.net.InetAddress;

/**
 * The other end of a connection.
 *
 * @param reserve whether only {@code /health} is answered on it
 * @param share what its address has taken of the limits
 */
record RequestPeer(InetAddress address, boolean secure, boolean reserve, AddressShare share) {}
