package dev.countersign.bench.machine;

import java.io.IOException;
import java.time.Duration;

/**
 * Processors of the server and of the driver, in the notation of {@code taskset}: {@code 0}, {@code 0,2} or {@code
 * 0-3}.
 *
 * @param server processors of the server under load
 * @param driver processors of the driver
 */
public record Processors(String server, String driver) {
    /** All processors; read before this process is moved. */
    public static final String ALL = "0-" + (Runtime.getRuntime().availableProcessors() - 1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Moves this process to the driver's processors. */
    public void driveFromHere() throws IOException, InterruptedException {
        move(driver);
    }

    /** Lets this process use all processors, for work between measurements. */
    public void useAll() throws IOException, InterruptedException {
        move(ALL);
    }

    /** Moves this process to the server's processors, for measurements comparable to the server. */
    public void measureWhereServersRun() throws IOException, InterruptedException {
        move(server);
    }

    private static void move(String processors) throws IOException, InterruptedException {
        var self = String.valueOf(ProcessHandle.current().pid());
        Program.of("taskset", "-a", "-c", "-p", processors, self).run(PATIENCE);
    }

    /** Number of processors of the server. */
    public int ofServer() {
        int count = 0;
        for (String part : server.split(",", -1)) {
            String[] ends = part.split("-", -1);
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }

    @Override
    public String toString() {
        return server.equals(driver)
                ? "server and driver share the processors " + server
                : "server on processor %s, driver on %s".formatted(server, driver);
    }
}
