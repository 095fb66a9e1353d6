package dev.countersign.bench.load;

import dev.countersign.bench.driver.Driven;
import dev.countersign.bench.machine.Pauses;
import java.time.Duration;

/**
 * One measured run: the driver's observations and the resources used.
 *
 * @param lasted from before the first request until after the last response
 * @param server processor time of the server's JVM
 * @param database processor time of a database server beside it
 * @param driver processor time of the driver
 * @param machine processor time of everything on this machine, and time taken by its host
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

    /** The same run as observed by one of several drivers. */
    Measured seenBy(Driven one) {
        return new Measured(one, lasted, server, database, driver, machine, pauses, residentMegabytes, peakMegabytes);
    }

    /** All responses, including those with 503: the server worked for them too. */
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

    /** Processor time of processes outside the run; low values mean reliable figures. */
    Duration others() {
        Duration rest = machine.minus(server).minus(database).minus(driver);
        // the kernel rounds each value separately
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** Share of one processor used by a process; 1 is all of it. */
    double share(Duration processorTime) {
        return processorTime.toNanos() / 1e9 / seconds();
    }

    /** Kilobytes allocated per response. */
    double allocatedKilobytes() {
        return pauses.allocatedMegabytes() * 1_024 * seconds() / answers();
    }

    /** Milliseconds per second in which the server was paused by its collector. */
    double pausedMillis() {
        return pauses.pausedMillis() / seconds();
    }
}
