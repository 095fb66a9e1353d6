package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SourceFile;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.docs.GeneratedDocument;
import dev.countersign.server.OfflineSurveying;
import dev.countersign.server.command.ServerCommands;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The document of the command line: its introduction is written by hand, every command and option is made from the code. */
class CommandLineDocumentTest {
    private static final String FILE = "command-line.md";
    private static final String MARK = "<!-- Made from the commands from here on: make docs -->\n";

    @Test
    void describesEveryCommandAndOption() throws IOException {
        String before = Files.readString(SourceFile.project().resolve("docs").resolve(FILE));
        assertThat(before).contains(MARK);
        List<CommandSpec> commands = new ArrayList<>();
        collect(root(), commands);

        var page = new StringBuilder(before.split(MARK, 2)[0]).append(MARK);
        shared(page, commands);
        commands.forEach(command -> describe(page, command));

        GeneratedDocument.check(FILE, page.toString());
    }

    static CommandSpec root() {
        var server = new ServerCommands(
                (_, _) -> {
                    throw StartRefusedException.unavailable("nothing starts here");
                },
                new OfflineSurveying());
        var environment = new CliEnvironment(Map.of(), "/nowhere", System.out, System.err, Clock.systemUTC(), server);
        return new CommandTree(environment).line(_ -> true).getCommandSpec();
    }

    /** The commands that do something, in the order of the help. */
    static void collect(CommandSpec command, List<CommandSpec> found) {
        if (command.subcommands().isEmpty()) {
            found.add(command);
        }
        command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(sub -> collect(sub, found));
    }

    private static boolean callsAServer(CommandSpec command) {
        return command.findOption("--url") != null;
    }

    private static boolean isShared(CommandSpec command, OptionSpec option) {
        ArgGroupSpec group = option.group();
        return option.usageHelp()
                || option.versionHelp()
                || (callsAServer(command) && List.of("--json", "--color").contains(option.longestName()))
                || (group != null && String.valueOf(group.heading()).contains("Connection"));
    }

    private static void shared(StringBuilder page, List<CommandSpec> commands) {
        String alone = commands.stream()
                .filter(command -> !callsAServer(command))
                .map(command -> "`" + name(command) + "`")
                .collect(Collectors.joining(", "));
        page.append("\n## Options of every command that calls a server\n\nAll commands take these except ")
                .append(alone)
                .append(". Every command has `--help` and `--version`.\n");
        table(page, ofEveryClient(commands));
        page.append("\n## Commands\n");
    }

    static String parameters(CommandSpec command) {
        return command.positionalParameters().stream()
                .map(parameter -> " "
                        + (parameter.arity().min() > 0 ? parameter.paramLabel() : "[" + parameter.paramLabel() + "]"))
                .collect(Collectors.joining());
    }

    private static void describe(StringBuilder page, CommandSpec command) {
        page.append("\n### ")
                .append(name(command))
                .append(parameters(command))
                .append("\n\n")
                .append(text(command.usageMessage().description()))
                .append('\n');
        table(page, own(command));
        page.append("\n```\n").append(String.join("\n", examples(command))).append("\n```\n");
    }

    static List<String> examples(CommandSpec command) {
        return Arrays.stream(command.usageMessage().footer())
                .filter(line -> line.startsWith("  "))
                .map(line -> line.substring(2).replace("%%", "%").stripTrailing())
                .toList();
    }

    /** The parameters and options that the command does not share with others. */
    static List<ArgSpec> own(CommandSpec command) {
        List<ArgSpec> rows = new ArrayList<>(command.positionalParameters());
        command.options().stream()
                .filter(option -> !option.hidden() && !isShared(command, option))
                .forEach(rows::add);
        return rows;
    }

    /** The options that all commands share that call a server, as one of these commands has them. */
    static List<OptionSpec> ofEveryClient(List<CommandSpec> commands) {
        CommandSpec one = commands.stream()
                .filter(CommandLineDocumentTest::callsAServer)
                .findFirst()
                .orElseThrow();
        return one.options().stream()
                .filter(option -> isShared(one, option))
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .toList();
    }

    private static void table(StringBuilder page, List<? extends ArgSpec> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        page.append("\n| argument | means |\n|---|---|\n");
        arguments.forEach(argument -> page.append("| `")
                .append(spelling(argument))
                .append("` | ")
                .append(text(argument.description()).replace("|", "\\|").replace("<", "&lt;"))
                .append(" |\n"));
    }

    static String spelling(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return argument.paramLabel();
        }
        String name = option.negatable()
                ? option.longestName().replaceFirst("^--", "--[no-]")
                : String.join(", ", option.names());
        return option.arity().max() == 0 ? name : name + " " + option.paramLabel();
    }

    static String text(String... lines) {
        return String.join(" ", lines).replace("%%", "%");
    }

    static String name(CommandSpec command) {
        return command.qualifiedName(" ").replaceFirst("^countersign ", "");
    }
}
