package dev.countersign.server.transport.limit;

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
 * The open connections and requests and the octets of requests in memory, counted against the limits. What exceeds the
 * limit, or the share of its address, gets a place in a small reserve, in which only {@code /health} is answered;
 * beyond the reserve it is refused at once.
 */
public final class OpenConnections {
    private final TransportLimits limits;
    private final Predicate<InetAddress> isShared;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, AddressShare> shares = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger reservedConnections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger reservedRequests = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();

    /**
     * Creates an empty set.
     *
     * @param isShared whether many callers use this address, such as that of a trusted proxy; it then has no share of
     *     its own
     */
    public OpenConnections(TransportLimits limits, Predicate<InetAddress> isShared) {
        this.limits = limits;
        this.isShared = isShared;
    }

    /** The place of a connection or a request. */
    public enum Slot {
        ORDINARY,
        /** Only {@code /health} is answered. */
        RESERVE,
        NONE
    }

    /** An accepted connection: its place, and the share of its address. */
    public record Entered(Slot slot, AddressShare share) {}

    /** Registers a connection, until its channel closes. */
    public Entered enter(Channel channel) {
        InetAddress address = addressOf(channel);
        AddressShare share = shares.compute(
                address,
                (_, known) ->
                        (known == null ? new AddressShare(address, isShared.test(address)) : known).withSockets(1));
        Slot slot = slot(share);
        if (slot != Slot.NONE) {
            channels.add(channel);
        }
        channel.closeFuture().addListener(_ -> {
            channels.remove(channel);
            release(slot, share);
            shares.computeIfPresent(address, (_, known) -> known.withSockets(-1).isIdle() ? null : known);
        });
        return new Entered(slot, share);
    }

    private Slot slot(AddressShare share) {
        if (take(connections, limits.connections())) {
            if (take(share.connections(), share.isShared() ? Integer.MAX_VALUE : limits.connectionsPerAddress())) {
                return Slot.ORDINARY;
            }
            connections.decrementAndGet();
        }
        return reserve(reservedConnections, share.reservedConnections()) ? Slot.RESERVE : Slot.NONE;
    }

    private void release(Slot slot, AddressShare share) {
        switch (slot) {
            case ORDINARY -> giveBack(connections, share.connections());
            case RESERVE -> giveBack(reservedConnections, share.reservedConnections());
            case NONE -> {}
        }
    }

    /**
     * Registers a request; unless it is refused, {@link #requestEnded} must follow.
     *
     * @param health whether it may use the reserve
     */
    public Slot requestBegins(AddressShare share, boolean health) {
        if (take(requests, limits.requests())) {
            if (take(share.requests(), share.isShared() ? Integer.MAX_VALUE : limits.requestsPerAddress())) {
                return Slot.ORDINARY;
            }
            requests.decrementAndGet();
        }
        return health && reserve(reservedRequests, share.reservedRequests()) ? Slot.RESERVE : Slot.NONE;
    }

    public void requestEnded(Slot slot, AddressShare share) {
        switch (slot) {
            case ORDINARY -> giveBack(requests, share.requests());
            case RESERVE -> giveBack(reservedRequests, share.reservedRequests());
            case NONE -> {}
        }
        if (share.isIdle()) {
            shares.computeIfPresent(share.address(), (_, known) -> known.isIdle() ? null : known);
        }
    }

    private static boolean reserve(AtomicInteger all, AtomicInteger ofAddress) {
        if (take(all, TransportLimits.RESERVE)) {
            if (take(ofAddress, TransportLimits.RESERVE_PER_ADDRESS)) {
                return true;
            }
            all.decrementAndGet();
        }
        return false;
    }

    private static boolean take(AtomicInteger count, int most) {
        if (count.incrementAndGet() <= most) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    private static void giveBack(AtomicInteger all, AtomicInteger ofAddress) {
        all.decrementAndGet();
        ofAddress.decrementAndGet();
    }

    private static InetAddress addressOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** Registers octets of requests if the limit permits; then {@link #released} must follow. */
    public boolean hold(int bytes) {
        if (heldBytes.addAndGet(bytes) <= limits.heldBytes()) {
            return true;
        }
        heldBytes.addAndGet(-bytes);
        return false;
    }

    public void released(int bytes) {
        heldBytes.addAndGet(-bytes);
    }

    /** Number of requests being received or answered. */
    public int requests() {
        return requests.get() + reservedRequests.get();
    }

    /** Number of octets of heads and bodies. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** All open connections. */
    public Set<Channel> channels() {
        return channels;
    }
}
