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

    /** Creates a wait that has not begun. */
    public PeerWait(Runnable expired) {
        this.expired = expired;
    }

    /** Starts the deadline for the peer's next part. */
    public void begin(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        deadline = end == NONE ? end - 1 : end;
    }

    /** Cancels the deadline. */
    public void end() {
        deadline = NONE;
    }

    /**
     * Whether the deadline has passed; checked again on the event loop, because the peer may have answered meanwhile.
     */
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
