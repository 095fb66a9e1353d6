package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;

/** The wish that the process end: SIGTERM or Ctrl-C. */
final class StopSignal {

    private StopSignal() {}

    /** Runs this when the process is told to end; then it ends, with status 0 because that is what was asked for. */
    static void call(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stop.run();
            Runtime.getRuntime().halt(ExitCode.OK);
        }));
    }
}
