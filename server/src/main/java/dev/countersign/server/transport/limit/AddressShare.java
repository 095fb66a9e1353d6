package dev.countersign.server.transport.limit;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of the limits that one address has taken. */
public final class AddressShare {
    private final InetAddress address;
    private final boolean shared;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger reservedConnections = new AtomicInteger();
    private final AtomicInteger reservedRequests = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();

    /**
     * Nothing yet.
     *
     * @param shared whether many callers come from the address, such as a trusted proxy's; it has no limit of its own then
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

    /** One more socket of this address, or one fewer. */
    AddressShare withSockets(int difference) {
        sockets.addAndGet(difference);
        return this;
    }

    /** Whether neither a socket nor a request is left. */
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
