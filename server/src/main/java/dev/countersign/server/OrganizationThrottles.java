package dev.countersign.server;

import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.Throttles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The throttles of one organization: its failures do not slow attempts in another, and end with its parts. */
final class OrganizationThrottles implements Throttles {
    private final Throttles all;
    private final String organizationPath;
    private final List<FailureThrottle> made = new CopyOnWriteArrayList<>();

    /**
     * Creates the throttles.
     *
     * @param organizationPath the path of the organization; empty for the root
     */
    OrganizationThrottles(Throttles all, String organizationPath) {
        this.all = all;
        this.organizationPath = organizationPath;
    }

    @Override
    public FailureThrottle make(String purpose, int freeFailures, Duration longestDelay) {
        FailureThrottle throttle = all.make(purpose + organizationPath, freeFailures, longestDelay);
        made.add(throttle);
        return throttle;
    }

    @Override
    public void drop(FailureThrottle throttle) {
        all.drop(throttle);
        made.remove(throttle);
    }

    /** Drops all of them. */
    void close() {
        made.forEach(this::drop);
    }
}
