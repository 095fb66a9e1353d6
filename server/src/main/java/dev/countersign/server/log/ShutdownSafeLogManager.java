package dev.countersign.server.log;

import java.util.logging.LogManager;

/**
 * A log manager that keeps its handlers while the process shuts down. The ordinary one removes them in a shutdown hook
 * of its own, which runs beside ours, and what a graceful stop has to say would be lost.
 */
public final class ShutdownSafeLogManager extends LogManager {

    /** Made by the JDK, which reads this class's name in a system property. */
    public ShutdownSafeLogManager() {
        // Nothing to set up; the constructor is here because the JDK needs a public one.
    }

    @Override
    public void reset() {
        // Handlers stay.
    }
}
