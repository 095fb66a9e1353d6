package dev.countersign.bench.load;

import dev.countersign.bench.driver.AssertionPool;
import dev.countersign.bench.driver.Driven;
import dev.countersign.bench.driver.FirstExchange;
import dev.countersign.bench.driver.LoadDriver;
import dev.countersign.bench.machine.Pauses;
import dev.countersign.bench.machine.ProcessCost;
import dev.countersign.bench.server.ServerUnderLoad;
import dev.countersign.bench.server.Target;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One server from its start with an empty ledger: the load made on it, and all presented assertions. */
final class Life {
    private final ServerUnderLoad server;
    private final Algorithm algorithm;
    private final Target target;
    private final AssertionPool pool;
    private final Clock clock;
    private final List<Driven> history = new ArrayList<>();
    private Optional<ProcessHandle> database = Optional.empty();

    Life(ServerUnderLoad server, Algorithm algorithm, boolean tls, AssertionPool pool, Clock clock) {
        this.server = server;
        this.algorithm = algorithm;
        this.target = server.target(algorithm, tls);
        this.pool = pool;
        this.clock = clock;
    }

    /** Includes the cost of a separate database server. */
    Life withDatabase(Optional<ProcessHandle> process) {
        database = process;
        return this;
    }

    ServerUnderLoad server() {
        return server;
    }

    /** The endpoint for some additional requests, without TLS. */
    Target plainTarget() {
        return server.target(algorithm, false);
    }

    /** Checks that tokens are signed as intended. */
    void begin() throws IOException, InterruptedException {
        history.add(new FirstExchange(algorithm).drive(plainTarget(), pool, presented(), Duration.ZERO));
    }

    /** Makes load without measuring. */
    void warmUp(LoadDriver driver, Duration time) throws IOException, InterruptedException {
        driver.prepare(time);
        drive(driver, time);
    }

    /** Makes load and measures. */
    Measured measure(LoadDriver driver, Duration time) throws IOException, InterruptedException {
        driver.prepare(time);
        Instant begin = clock.instant();
        Duration ofServer = ProcessCost.processorTime(server.process());
        Duration ofDatabase = ofDatabase();
        Duration ofDriver = ofDriver();
        Duration ofMachine = ProcessCost.processorTimeOfMachine();
        Driven driven = drive(driver, time);
        return new Measured(
                driven,
                Duration.between(begin, clock.instant()),
                ProcessCost.processorTime(server.process()).minus(ofServer),
                ofDatabase().minus(ofDatabase),
                ofDriver().minus(ofDriver),
                ProcessCost.processorTimeOfMachine().minus(ofMachine),
                Pauses.between(server.collections(), begin, clock.instant()),
                ProcessCost.residentMegabytes(server.process()),
                ProcessCost.peakMegabytes(server.process()));
    }

    private Driven drive(LoadDriver driver, Duration time) throws IOException, InterruptedException {
        Driven driven = driver.drive(target, pool, presented(), time);
        history.add(driven);
        return driven;
    }

    /** The load is made by a program started from here, or by this process. */
    private static Duration ofDriver() throws IOException {
        return ProcessCost.processorTimeOfPrograms().plus(ProcessCost.processorTime(ProcessHandle.current()));
    }

    private Duration ofDatabase() throws IOException {
        return database.isPresent() ? ProcessCost.processorTimeOfFamily(database.get()) : Duration.ZERO;
    }

    private int presented() {
        return history.stream().mapToInt(Driven::presented).sum();
    }

    /** The totals of all drivers. */
    Seen seen() {
        return new Seen(
                presented(),
                history.stream().mapToInt(Driven::accepted).sum(),
                history.stream().mapToInt(Driven::shed).sum(),
                history.stream().mapToInt(Driven::cutOff).sum());
    }

    /** Some of the accepted assertions. */
    List<String> answered() {
        List<Integer> positions =
                history.stream().flatMap(driven -> driven.answered().stream()).toList();
        return AssertionPool.sample(0, positions.size(), Driven.SAMPLE).stream()
                .map(index -> pool.get(positions.get(index)))
                .toList();
    }
}
