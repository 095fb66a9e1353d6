package dev.countersign.bench.driver;

import java.time.Duration;
import java.util.List;

/**
 * What a driver saw while it made load.
 *
 * @param presented how many assertions went to the server, each for the first time
 * @param accepted how many tokens came back
 * @param acceptedInTime how many of them within {@code took}; the others while the driver waited for the last answers
 * @param shed how many requests the server declined with 503
 * @param cutOff how many requests may have been under way when the driver stopped, their answers unseen
 * @param took how long load was made
 * @param latencies of the accepted
 * @param mostUnderWay how many requests waited for their answers at the same time, at most
 * @param answered places in the pool of some assertions that were accepted
 */
public record Driven(
        int presented,
        int accepted,
        int acceptedInTime,
        int shed,
        int cutOff,
        Duration took,
        Latencies latencies,
        int mostUnderWay,
        List<Integer> answered) {

    /** How many answered assertions are kept to be presented once more. */
    public static final int SAMPLE = 200;

    /** Accepted in a second. */
    public double rate() {
        return acceptedInTime / seconds();
    }

    public double seconds() {
        return took.toNanos() / 1e9;
    }
}
