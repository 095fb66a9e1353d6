package dev.countersign.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.Terminal;
import dev.countersign.server.OfflineSurveying;
import dev.countersign.server.run.StartRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of the help of every command. */
class HelpTest {
    @Test
    void everyCommandHasADescriptionAndAnExampleThatNamesIt() {
        List<String> seen = new ArrayList<>();
        visit("", seen);

        assertThat(seen)
                .contains("issuer add", "application secret remove", "explain", "exchange", "audit", "keys list");
    }

    @Test
    void examplesCanBeCopied() {
        List<String> seen = new ArrayList<>();
        visit("", seen);
        for (String command : seen) {
            List<String> lines = examples(command);
            assertThat(lines).as(command).allMatch(line -> line.length() <= 80);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean begins = line.startsWith("  countersign ");
                boolean continued = i > 0 && lines.get(i - 1).endsWith(" \\");
                assertThat(begins != continued).as("%s: %s", command, line).isTrue();
            }
        }
    }

    private static List<String> examples(String command) {
        return help(command)
                .lines()
                .dropWhile(line -> !line.equals("Examples:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .toList();
    }

    @Test
    void manyOptionsStandInGroups() {
        assertThat(help("issuer add"))
                .contains(
                        "\nWho it is:\n",
                        "\nIts keys:\n",
                        "\nWhat its assertions must be like:\n",
                        "\nWhat they give:\n")
                .contains("\nConnection:\n");
        assertThat(help("application edit"))
                .contains("\nWhat it may ask for:\n", "\nHow it authenticates:\n", "\nIts tokens:\n");
    }

    private static void visit(String command, List<String> seen) {
        String help = help(command);
        assertThat(help).as(command).contains("Usage: countersign", "Examples:");
        if (!command.isEmpty()) {
            seen.add(command);
            assertThat(help).as(command).contains("  countersign " + command);
        }
        int list = help.indexOf("\nCommands:\n");
        if (list >= 0) {
            help.substring(list + "\nCommands:\n".length())
                    .lines()
                    .takeWhile(line -> line.startsWith("  "))
                    .filter(line -> !line.startsWith("   "))
                    .forEach(line -> visit((command + " " + firstName(line)).strip(), seen));
        }
    }

    /** Returns the name that a line of the list of commands begins with; its aliases follow behind a comma. */
    private static String firstName(String line) {
        return line.strip().split("[ ,]", 2)[0];
    }

    private static String help(String command) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var cliEnvironment = new CliEnvironment(
                Map.of(),
                "/nowhere",
                new ByteArrayInputStream(new byte[0]),
                stream,
                stream,
                Clock.systemUTC(),
                Terminal.NONE,
                new ServerCommands(
                        (_, _) -> {
                            throw StartRefusedException.unavailable("nothing starts here");
                        },
                        new OfflineSurveying()));
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.removeIf(String::isEmpty);
        arguments.add("--help");
        int status = new CountersignCommand(cliEnvironment).run(arguments.toArray(String[]::new));
        assertThat(status).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
