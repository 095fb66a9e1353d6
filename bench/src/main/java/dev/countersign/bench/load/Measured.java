package dev.countersign.bench.load;

import dev.countersign.bench.driver.Driven;
import dev.countersign.bench.machine.Pauses;
import java.time.Duration;

/**
 * One measured run: what the driver saw, and what it cost.
 *
 * @param lasted from before the first request until after the last answer
 * @param server processor time of the server's JVM
 * @param database processor time of a database server beside it
 * @param driver processor time of whoever made the load
 * @param machine processor time of everything on this machine, and what its host took away
 * @param residentMegabytes of the server's JVM, after the run
 * @param peakMegabytes of the server's JVM, since it started
 */
record Measured(
        Driven driven,
        Duration lasted,
        Duration server,
        Duration database,
        Duration driver,
        Duration machine,
        Pauses pauses,
        double residentMegabytes,
        double peakMegabytes) {
    private static final double NANOS_IN_MICRO = 1e3;

    /** The same run as one of several drivers saw it. */
    Measured seenBy(Driven one) {
        return new Measured(one, lasted, server, database, driver, machine, pauses, residentMegabytes, peakMegabytes);
    }

    /** Every answer counts, those with 503 as well: the server worked for them. */
    private int answers() {
        return Math.max(1, driven.accepted() + driven.shed());
    }

    private double seconds() {
        return lasted.toNanos() / 1e9;
    }

    double serverMicros() {
        return server.toNanos() / NANOS_IN_MICRO / answers();
    }

    double databaseMicros() {
        return database.toNanos() / NANOS_IN_MICRO / answers();
    }

    /** Processor time of who has nothing to do with the run: the less, the better the figures. */
    Duration others() {
        Duration rest = machine.minus(server).minus(database).minus(driver);
        // the kernel rounds each of them by itself
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** How much of one processor a process had: 1 is all of it. */
    double share(Duration processorTime) {
        return processorTime.toNanos() / 1e9 / seconds();
    }

    /** Kilobytes that were allocated for an answer. */
    double allocatedKilobytes() {
        return pauses.allocatedMegabytes() * 1_024 * seconds() / answers();
    }

    /** Milliseconds in a second in which the server stood still for its collector. */
    double pausedMillis() {
        return pauses.pausedMillis() / seconds();
    }
}
