package dev.countersign.server.run;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Scheduler of the periodic tasks of a part of the server: one thread, a period for each task. */
public final class PeriodicTasks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PeriodicTasks.class.getName());

    private final ScheduledExecutorService scheduler;

    /** Creates a scheduler without tasks, with a thread of this name. */
    public PeriodicTasks(String thread) {
        scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(thread).daemon().factory());
    }

    /**
     * Adds a task. The first of consecutive failures is logged as a warning; the task remains scheduled in any case.
     *
     * @param delay the time before its first run
     * @param period the time from the end of one run to the next
     * @return one run of the task, which logs a failure and never throws
     */
    public Runnable add(String name, Duration delay, Duration period, Runnable task) {
        var failing = new AtomicBoolean();
        Runnable attempt = () -> attempt(name, task, failing);
        var _ = scheduler.scheduleWithFixedDelay(attempt, delay.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return attempt;
    }

    /** Catches all failures, because the executor cancels a task that throws. */
    private void attempt(String name, Runnable task, AtomicBoolean failing) {
        try {
            task.run();
            failing.set(false);
        } catch (RuntimeException fault) {
            Level level = failing.getAndSet(true) || isClosed() ? Level.DEBUG : Level.WARNING;
            LOG.log(level, "The periodic task \"" + name + "\" failed; it is tried again when it is next due", fault);
        }
    }

    /** Whether a long-running task should stop. */
    public boolean isClosed() {
        return scheduler.isShutdown();
    }

    /** Interrupts the running task and waits for its end. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        scheduler.close();
    }
}
