package dev.countersign.server.store.cluster;

import dev.countersign.core.client.FailureListener;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.Throttles;
import dev.countersign.core.jose.key.Sha256;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Authentication failures that nodes report to each other, as hashes collected for a short time. A failure that exceeds
 * the limit is not reported, but counts at the node where it occurred.
 */
public final class SharedFailures implements Throttles {
    /** Largest number in one notification of 8000 bytes. */
    private static final int MOST = 100;

    private static final char FAILED = '-';
    private static final char SUCCEEDED = '+';

    private static final System.Logger LOG = System.getLogger(SharedFailures.class.getName());

    private final InstantSource clock;
    private final Map<String, FailureThrottle> throttles = new ConcurrentHashMap<>();
    private final BlockingQueue<String> unsent = new ArrayBlockingQueue<>(MOST);

    public SharedFailures(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public FailureThrottle make(String purpose, int freeFailures, Duration longestDelay) {
        var throttle = new FailureThrottle(freeFailures, longestDelay, new FailureListener() {
            @Override
            public void failed(Sha256 pair) {
                enqueue(FAILED, purpose, pair);
            }

            @Override
            public void succeeded(Sha256 pair) {
                enqueue(SUCCEEDED, purpose, pair);
            }
        });
        throttles.put(purpose, throttle);
        return throttle;
    }

    /** Drops this throttle, and not a later one of the same purpose. */
    @Override
    public void drop(FailureThrottle throttle) {
        throttles.values().remove(throttle);
    }

    private void enqueue(char what, String purpose, Sha256 pair) {
        String report = what + purpose + ':' + pair.hex();
        if (!unsent.offer(report)) {
            LOG.log(System.Logger.Level.DEBUG, "Too many authentication failures to report all of them to other nodes");
        }
    }

    /** The failures not reported to the other nodes yet. */
    public Optional<String> unsent() {
        var lines = new StringBuilder();
        String next = unsent.poll();
        while (next != null) {
            lines.append(lines.isEmpty() ? "" : " ").append(next);
            next = unsent.poll();
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.toString());
    }

    /** Adds a report of another node; unknown words of a later release are ignored. */
    public void receive(String message) {
        for (String word : message.split(" ", -1)) {
            int colon = word.indexOf(':');
            FailureThrottle throttle = colon < 1 ? null : throttles.get(word.substring(1, colon));
            if (throttle != null && word.length() == colon + 1 + 64) {
                Sha256 pair = Sha256.fromBytes(HexFormat.of().parseHex(word.substring(colon + 1)));
                if (word.charAt(0) == FAILED) {
                    throttle.failedElsewhere(pair, clock.instant());
                } else {
                    throttle.succeededElsewhere(pair);
                }
            }
        }
    }
}
