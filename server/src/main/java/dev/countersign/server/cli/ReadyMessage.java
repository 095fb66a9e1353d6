package dev.countersign.server.cli;

import dev.countersign.server.run.ServerReport;
import java.io.PrintStream;

/** What {@code serve} prints once the server answers. */
final class ReadyMessage {
    private static final String FIRST_ADMINISTRATOR = """

            Nobody can administer this server yet. Stop it, and start it once with
              COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID=admin
              COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET=<at least 32 characters>
            That makes an application with the scopes admin:read and admin:write.
            """;

    private ReadyMessage() {}

    static void print(ServerReport report, PrintStream out) {
        var text = new StringBuilder("Countersign %s is ready.%n".formatted(Version.current()));
        line(text, "base URL", report.baseUrl());
        report.plainHttp().ifPresent(url -> line(text, "plain HTTP", url.toString()));
        line(text, "home", report.home().toString());
        line(text, "database", report.database());
        line(text, "crypto provider", report.cryptoProvider());
        if (!report.hasAdministrator()) {
            text.append(FIRST_ADMINISTRATOR);
        }
        out.print(text);
        out.flush();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  %-16s %s%n".formatted(name, value));
    }
}
