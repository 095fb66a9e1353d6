package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.time.Duration;

/** Who makes load. */
public interface LoadDriver {

    /**
     * Presents fresh assertions for a while and waits for the answers.
     *
     * @param from the place in the pool of the first assertion to present
     * @throws IllegalStateException when an answer was wrong, or there were not enough assertions
     */
    Driven drive(Target target, AssertionPool pool, int from, Duration time) throws IOException, InterruptedException;
}
