package dev.countersign.server.transport.limit;

import java.time.Duration;

/**
 * The wait for a peer, and its end: one for each connection and each HTTP/2 stream. {@link PeerWaits} calls {@code
 * expired} on each whose time is over.
 *
 * <p>Work-around until the issue "Waits for a peer have no deadline" of {@code docs/upstream.md} is solved.
 */
public final class PeerWait {
    private static final long NONE = Long.MAX_VALUE;

    private final Runnable expired;
    private volatile long deadline = NONE;

    /** A wait that has not begun. */
    public PeerWait(Runnable expired) {
        this.expired = expired;
    }

    /** The peer has this long for its next part, from now on. */
    public void begin(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        deadline = end == NONE ? end - 1 : end;
    }

    /** Nothing is expected of the peer. */
    public void end() {
        deadline = NONE;
    }

    /** Whether the time is over; asked again on the event loop, where the peer may have been quicker. */
    public boolean isOver() {
        return isOver(System.nanoTime());
    }

    private boolean isOver(long now) {
        long end = deadline;
        return end != NONE && now - end >= 0;
    }

    void check(long now) {
        if (isOver(now)) {
            expired.run();
        }
    }
}
