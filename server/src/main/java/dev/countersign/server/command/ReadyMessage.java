package dev.countersign.server.command;

import dev.countersign.cli.BuildVersion;
import dev.countersign.server.run.ServerReport;
import java.io.PrintStream;

/**
 * Message of {@code serve} once the server answers. It is printed to the standard error: the standard output is
 * reserved for audit events.
 */
final class ReadyMessage {
    private ReadyMessage() {}

    static void print(ServerReport report, PrintStream err) {
        var text = new StringBuilder("Countersign %s is ready.%n".formatted(BuildVersion.current()));
        line(text, "base URL", report.baseUrl());
        report.plainHttp().ifPresent(url -> line(text, "plain HTTP", url.toString()));
        line(text, "home", report.home().toString());
        line(text, "database", report.database());
        line(text, "crypto provider", report.cryptoProvider());
        line(text, "console", report.console());
        report.setupLink().ifPresent(link -> text.append("""

                The console has no administrator who can sign in. Open this link to create one:

                  %s

                It works once, for an hour. For a start without people see docs/configuration.md, "First start".
                """.formatted(link)));
        err.print(text);
        err.flush();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-16s %s%n".formatted(name, value));
    }
}
