package dev.countersign.server.log;

import java.util.logging.LogManager;

/**
 * A log manager that keeps its handlers while the process shuts down. The default one removes them in a shutdown hook
 * of its own, which runs concurrently, so that messages of a graceful stop would be lost.
 */
public final class ShutdownSafeLogManager extends LogManager {

    /** Called by the JDK, which reads this class's name from a system property. */
    public ShutdownSafeLogManager() {
        // Nothing to initialise; the JDK needs a public constructor.
    }

    @Override
    public void reset() {
        // Nothing to do: handlers remain.
    }
}
