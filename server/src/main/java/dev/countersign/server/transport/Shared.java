package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.OpenConnections;
import dev.countersign.server.transport.limit.PeerWaits;
import dev.countersign.server.transport.limit.TransportLimits;
import java.time.Duration;
import java.util.concurrent.Executor;

/** State shared by all connections of a server. */
final class Shared {
    private static final Duration RESERVE_PATIENCE = Duration.ofSeconds(1);

    private final Handler handler;
    private final TransportErrors errors;
    private final TransportLimits limits;
    private final Proxies proxies;
    private final OpenConnections open;
    private final PeerWaits waits = new PeerWaits();
    private final ResponseDates dates;
    private final Executor handlers;
    private volatile boolean stopping;

    Shared(
            Handler handler,
            TransportErrors errors,
            TransportLimits limits,
            Proxies proxies,
            OpenConnections open,
            ResponseDates dates,
            Executor handlers) {
        this.handler = handler;
        this.errors = errors;
        this.limits = limits;
        this.proxies = proxies;
        this.open = open;
        this.dates = dates;
        this.handlers = handlers;
    }

    Handler handler() {
        return handler;
    }

    TransportErrors errors() {
        return errors;
    }

    TransportLimits limits() {
        return limits;
    }

    /** Time in which a new connection must send its first input. */
    Duration firstPatience(RequestPeer peer) {
        return peer.reserve() ? RESERVE_PATIENCE : limits.patience();
    }

    Proxies proxies() {
        return proxies;
    }

    OpenConnections open() {
        return open;
    }

    PeerWaits waits() {
        return waits;
    }

    ResponseDates dates() {
        return dates;
    }

    /** Executor of handlers, each on a virtual thread of its own. */
    Executor handlers() {
        return handlers;
    }

    boolean isStopping() {
        return stopping;
    }

    /** From now on every response closes its connection. */
    void stopping() {
        stopping = true;
    }
}
