package dev.countersign.bench.load;

/**
 * Totals of all drivers over the life of one server.
 *
 * @param presented number of assertions, each sent for the first time
 * @param accepted number of access tokens received
 * @param shed number of requests declined with 503
 * @param cutOff most requests that may have been in progress when a driver stopped, their responses unseen
 */
record Seen(int presented, int accepted, int shed, int cutOff) {

    /** Requests whose responses were not seen: they may or may not be recorded. */
    int unseen() {
        return presented - accepted - shed;
    }

    @Override
    public String toString() {
        return "%d presented, %d answered with a token, %d shed, %d cut off by the driver"
                .formatted(presented, accepted, shed, unseen());
    }
}
