package dev.countersign.server;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What the launcher has the JVM learn from, in one process: a demonstration, exchanges for some seconds, and after them a
 * start on a home that is there already, which is how nearly all starts are.
 */
public final class AotTraining {
    private AotTraining() {}

    /** Works in {@code COUNTERSIGN_HOME}; the exit status says whether it went as it should. */
    public static void main(String[] none) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        ProcessLog.outliveShutdown();
        var wiring = new Wiring();
        String home = System.getenv().getOrDefault("COUNTERSIGN_HOME", "");
        int status = Main.command(wiring).run("demo", "--once", "--train", "--home", home);
        System.exit(status == ExitCode.OK ? serve(wiring, home) : status);
    }

    /** Returns once the server answers; it ends with the process. */
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
