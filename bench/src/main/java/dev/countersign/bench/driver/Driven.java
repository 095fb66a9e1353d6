package dev.countersign.bench.driver;

import java.time.Duration;
import java.util.List;

/**
 * Observations of a driver while it made load.
 *
 * @param presented number of assertions sent to the server, each for the first time
 * @param accepted number of access tokens received
 * @param acceptedInTime number of access tokens received within {@code took}; the others came while the driver waited
 *     for the last responses
 * @param shed number of requests that the server declined with 503
 * @param cutOff most requests that may have been in progress when the driver stopped, their responses unseen
 * @param took duration of the load
 * @param latencies of the accepted requests
 * @param mostUnderWay highest number of requests in progress at the same time
 * @param answered positions in the pool of some assertions that were accepted
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

    /** Number of accepted assertions kept to be presented again. */
    public static final int SAMPLE = 200;

    /** Accepted requests per second. */
    public double rate() {
        return acceptedInTime / seconds();
    }

    public double seconds() {
        return took.toNanos() / 1e9;
    }
}
