package dev.countersign.server.transport.limit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All deadlines for peers, checked once a second, so that none needs a timer of its own. */
public final class PeerWaits {
    private final Set<PeerWait> waits = ConcurrentHashMap.newKeySet();

    public void add(PeerWait wait) {
        waits.add(wait);
    }

    public void remove(PeerWait wait) {
        waits.remove(wait);
    }

    /** Expires the waits whose deadline has passed. */
    public void sweep() {
        long now = System.nanoTime();
        waits.forEach(wait -> wait.check(now));
    }
}
