package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.time.Duration;

/**
 * Load with a preparation that is not part of the measurement.
 *
 * @param before performed before each load
 */
public record Prepared(LoadDriver load, Preparation before) implements LoadDriver {

    /** The preparation for a load of some duration. */
    @FunctionalInterface
    public interface Preparation {
        void perform(Duration time) throws IOException, InterruptedException;
    }

    @Override
    public void prepare(Duration time) throws IOException, InterruptedException {
        before.perform(time);
    }

    @Override
    public Driven drive(Target target, AssertionPool pool, int from, Duration time)
            throws IOException, InterruptedException {
        return load.drive(target, pool, from, time);
    }
}
