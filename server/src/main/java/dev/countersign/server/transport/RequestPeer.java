package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.AddressShare;
import java.net.InetAddress;

/**
 * The peer of a connection.
 *
 * @param reserve whether only {@code /health} is answered on it
 * @param share the usage of the limits by its address
 */
record RequestPeer(InetAddress address, boolean secure, boolean reserve, AddressShare share) {}
