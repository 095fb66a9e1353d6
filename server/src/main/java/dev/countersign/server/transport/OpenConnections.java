package dev.countersign.server.transport;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The connections, requests and bodies that are open, held against the limits. A connection beyond the limit finds a
 * place in a small reserve, where only {@code /health} is answered; beyond that, and beyond the share of its address, it
 * is closed at once.
 */
final class OpenConnections {
    /** The most places of the reserve that one address has. */
    private static final int RESERVE_PER_ADDRESS = 8;

    private final TransportLimits limits;
    private final Predicate<InetAddress> isShared;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> reservePerAddress = new ConcurrentHashMap<>();
    private final AtomicInteger counted = new AtomicInteger();
    private final AtomicInteger reserved = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();

    /**
     * None yet.
     *
     * @param isShared whether many callers come from this address, such as a trusted proxy's; it has no share then
     */
    OpenConnections(TransportLimits limits, Predicate<InetAddress> isShared) {
        this.limits = limits;
        this.isShared = isShared;
    }

    /** The place of a connection. */
    enum Place {
        ORDINARY,
        /** Only {@code /health} is answered. */
        RESERVE,
        NONE
    }

    /** Takes a place for a connection, which is given back when the channel closes. */
    Place enter(Channel channel) {
        InetAddress address = addressOf(channel);
        Place place = take(address);
        if (place != Place.NONE) {
            channels.add(channel);
            channel.closeFuture().addListener(_ -> {
                channels.remove(channel);
                release(place, address);
            });
        }
        return place;
    }

    private Place take(InetAddress address) {
        boolean shared = isShared.test(address);
        if (counted.incrementAndGet() <= limits.connections()) {
            if (perAddress.merge(address, 1, Integer::sum) <= limits.connectionsPerAddress() || shared) {
                return Place.ORDINARY;
            }
            leave(perAddress, address);
        }
        counted.decrementAndGet();
        if (reserved.incrementAndGet() <= TransportLimits.RESERVE) {
            if (reservePerAddress.merge(address, 1, Integer::sum) <= RESERVE_PER_ADDRESS) {
                return Place.RESERVE;
            }
            leave(reservePerAddress, address);
        }
        reserved.decrementAndGet();
        return Place.NONE;
    }

    private void release(Place place, InetAddress address) {
        if (place == Place.ORDINARY) {
            counted.decrementAndGet();
            leave(perAddress, address);
        } else {
            reserved.decrementAndGet();
            leave(reservePerAddress, address);
        }
    }

    private static void leave(Map<InetAddress, Integer> counts, InetAddress address) {
        counts.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    private static InetAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Whether there is room for one more request; if so, {@link #requestEnded} must follow. */
    boolean requestBegins() {
        if (requests.incrementAndGet() <= limits.requests()) {
            return true;
        }
        requests.decrementAndGet();
        return false;
    }

    /** A request outside of the count, such as for {@code /health}, begins. */
    void uncountedRequestBegins() {
        requests.incrementAndGet();
    }

    void requestEnded() {
        requests.decrementAndGet();
    }

    /** Whether so many more bytes of incomplete bodies can be held; if so, {@link #released} must follow. */
    boolean hold(int bytes) {
        if (heldBytes.addAndGet(bytes) <= limits.heldBytes()) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    void released(int bytes) {
        heldBytes.addAndGet(-bytes);
    }

    /** Requests that are being received or answered. */
    int requests() {
        return requests.get();
    }

    /** Bytes of incomplete bodies. */
    long heldBytes() {
        return heldBytes.get();
    }

    /** Every open connection. */
    Set<Channel> channels() {
        return channels;
    }
}
