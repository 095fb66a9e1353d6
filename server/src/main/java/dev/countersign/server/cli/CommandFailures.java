package dev.countersign.server.cli;

import dev.countersign.server.demo.DemoFailedException;
import dev.countersign.server.remote.CallFailedException;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.terminal.Screen;
import dev.countersign.server.text.UrlSecrets;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What is said when a command fails. */
record CommandFailures(PrintStream err) {

    /** Says it; returns the exit status that it means. */
    int status(Exception fault) {
        if (fault instanceof DemoFailedException failure) {
            err.println("countersign: " + UrlSecrets.removed(String.valueOf(failure.getMessage())));
            return ExitCode.SOFTWARE;
        }
        if (fault instanceof CallFailedException failure) {
            print(failure);
            return failure.exitCode();
        }
        if (fault instanceof StartRefusedException refused) {
            err.println("countersign: " + UrlSecrets.removed(String.valueOf(refused.getMessage())));
            return refused.exitCode();
        }
        err.println("countersign: This should not happen; please report it.");
        var trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        err.print(UrlSecrets.removed(trace.toString()));
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
