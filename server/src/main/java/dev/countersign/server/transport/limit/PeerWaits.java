package dev.countersign.server.transport.limit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All waits for peers; looked through every second, so that no wait needs a timer of its own.
 *
 * <p>Work-around until the issue "Waits for a peer have no deadline" of {@code docs/upstream.md} is solved.
 */
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
