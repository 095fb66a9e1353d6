package dev.countersign.server;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Training run for the JVM's ahead-of-time cache, in one process: a demonstration, some seconds of exchanges, and then
 * a start on an existing home, which is the usual kind of start.
 */
public final class AotTraining {
    private AotTraining() {}

    /** Runs in {@code COUNTERSIGN_HOME}; the exit status states whether it succeeded. */
    public static void main(String[] none) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        ProcessLog.outliveShutdown();
        var wiring = new Wiring();
        String home = System.getenv().getOrDefault("COUNTERSIGN_HOME", "");
        int status = Main.command(wiring).run("demo", "--once", "--train", "--home", home);
        System.exit(status == ExitCode.OK ? serve(wiring, home) : status);
    }

    /** Returns once the server answers; the server ends with the process. */
    private static int serve(ServerStarter wiring, String home) throws InterruptedException {
        var statuses = new ArrayBlockingQueue<Integer>(2);
        var command = Main.command((deployment, environment) -> {
            var server = wiring.start(deployment, environment);
            statuses.add(ExitCode.OK);
            return server;
        });
        Thread.ofPlatform().name("serve").daemon().start(() -> statuses.add(command.run("serve", "--home", home)));
        return statuses.take();
    }
}
