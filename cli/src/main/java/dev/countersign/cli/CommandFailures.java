package dev.countersign.cli;

import dev.countersign.base.exit.CommandFailedException;
import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.UrlSecrets;
import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.terminal.Screen;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Messages of a command that fails. */
record CommandFailures(PrintStream err) {

    /** Prints the message and returns the corresponding exit status. */
    int status(Exception fault) {
        if (fault instanceof CallFailedException failure) {
            print(failure);
            return failure.exitCode();
        }
        if (fault instanceof CommandFailedException failure) {
            err.println("countersign: " + UrlSecrets.removed(failure.sentence()));
            return failure.exitCode();
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
