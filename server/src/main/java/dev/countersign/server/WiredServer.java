package dev.countersign.server;

import dev.countersign.server.http.HttpServer;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerReport;
import dev.countersign.server.store.Database;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running server with all its parts. */
final class WiredServer implements RunningServer {
    private final ServerReport report;
    private final List<PeriodicTasks> tasks;
    private final HttpServer http;
    private final Database database;
    private final Telemetry telemetry;
    private final AtomicBoolean stopped = new AtomicBoolean();

    WiredServer(
            ServerReport report, List<PeriodicTasks> tasks, HttpServer http, Database database, Telemetry telemetry) {
        this.telemetry = telemetry;
        this.report = report;
        this.tasks = List.copyOf(tasks);
        this.http = http;
        this.database = database;
    }

    @Override
    public ServerReport report() {
        return report;
    }

    /** Stops accepting requests, waits for those in progress, and then closes the database. */
    @Override
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            http.close();
            tasks.forEach(PeriodicTasks::close);
            database.close();
            telemetry.close();
        }
    }
}
