package dev.countersign.bench.load;

/**
 * What the drivers saw of a server in all its life.
 *
 * @param presented assertions, each for the first time
 * @param accepted tokens that came back
 * @param shed requests that were declined with 503
 * @param cutOff how many requests at most were under way when a driver stopped, their answers unseen
 */
record Seen(int presented, int accepted, int shed, int cutOff) {

    /** Requests whose answers nobody saw: they may or may not be on record. */
    int unseen() {
        return presented - accepted - shed;
    }

    @Override
    public String toString() {
        return "%d presented, %d answered with a token, %d shed, %d cut off by the driver"
                .formatted(presented, accepted, shed, unseen());
    }
}
