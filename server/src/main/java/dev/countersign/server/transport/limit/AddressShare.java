package dev.countersign.server.transport.limit;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** The usage of the limits by one address. */
public final class AddressShare {
    private final InetAddress address;
    private final boolean shared;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger reservedConnections = new AtomicInteger();
    private final AtomicInteger reservedRequests = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();

    /**
     * A share without usage.
     *
     * @param shared whether many callers use the address, such as that of a trusted proxy; it then has no limit of its
     *     own
     */
    AddressShare(InetAddress address, boolean shared) {
        this.address = address;
        this.shared = shared;
    }

    boolean isShared() {
        return shared;
    }

    InetAddress address() {
        return address;
    }

    /** The share with this many more sockets. */
    AddressShare withSockets(int difference) {
        sockets.addAndGet(difference);
        return this;
    }

    /** Whether it has neither sockets nor requests. */
    boolean isIdle() {
        return sockets.get() == 0 && requests.get() == 0 && reservedRequests.get() == 0;
    }

    AtomicInteger connections() {
        return connections;
    }

    AtomicInteger requests() {
        return requests;
    }

    AtomicInteger reservedConnections() {
        return reservedConnections;
    }

    AtomicInteger reservedRequests() {
        return reservedRequests;
    }
}
