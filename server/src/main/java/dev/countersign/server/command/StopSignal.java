package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;

/** Signal to end the process: SIGTERM or Ctrl-C. */
final class StopSignal {

    private StopSignal() {}

    /** Registers an action for the signal; after it the process ends, with status 0 because the end was requested. */
    static void call(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            stop.run();
            Runtime.getRuntime().halt(ExitCode.OK);
        }));
    }
}
