package dev.countersign.server.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The thread that does small chores every second, for as long as the server runs. */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Housekeeping.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Runnable> chores;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts to do these chores. */
    Housekeeping(List<Runnable> chores) {
        this.chores = List.copyOf(chores);
        this.thread = Thread.ofVirtual().name("http-housekeeping").start(this::run);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE.toNanos());
            for (Runnable chore : chores) {
                try {
                    chore.run();
                } catch (RuntimeException fault) {
                    // the other chores, and this one the next time, must be done all the same
                    LOGGER.log(System.Logger.Level.ERROR, "A chore of the HTTP server met a fault", fault);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
