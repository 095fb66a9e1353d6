package dev.countersign.server.cli;

import dev.countersign.server.demo.DemoFailedException;
import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.terminal.Screen;
import java.io.PrintStream;

/** What is said when a command fails. */
record Faults(PrintStream err) {

    /** Says it; returns the exit status that it means. */
    int status(Exception fault) {
        if (fault instanceof DemoFailedException failure) {
            err.println("countersign: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        if (fault instanceof CallFailedException failure) {
            print(failure);
            return failure.exitCode();
        }
        if (fault instanceof StartRefusedException refused) {
            err.println("countersign: " + refused.getMessage());
            return refused.exitCode();
        }
        err.println("countersign: This should not happen; please report it.");
        fault.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    private void print(CallFailedException failure) {
        var screen = new Screen(err, err, false);
        screen.note("countersign: " + failure.sentence());
        failure.findings()
                .forEach(finding -> screen.note(
                        finding.pointer().isEmpty()
                                ? "  " + finding.detail()
                                : "  %s: %s".formatted(finding.pointer(), finding.detail())));
    }
}
