package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.time.Duration;

/** Driver that makes load. */
public interface LoadDriver {

    /** Does what is necessary before load of some duration, without being measured. */
    default void prepare(Duration time) throws IOException, InterruptedException {}

    /**
     * Presents new assertions for some time and waits for the responses.
     *
     * @param from position in the pool of the first assertion
     * @throws IllegalStateException when a response was wrong, or there were not enough assertions
     */
    Driven drive(Target target, AssertionPool pool, int from, Duration time) throws IOException, InterruptedException;
}
