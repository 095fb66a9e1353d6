package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.SourceFile;
import dev.countersign.docs.GeneratedDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The manual page of {@code countersign}, made from the commands in the language of man(7). */
class ManualPageDocumentTest {
    private static final String FILE = "countersign.1";

    private final StringBuilder page = new StringBuilder();

    @Test
    void describesEveryCommandAndOption() {
        CommandSpec root = CommandLineDocumentTest.root();
        List<CommandSpec> commands = new ArrayList<>();
        CommandLineDocumentTest.collect(root, commands);

        page.append(".\\\" Made from the commands: make docs\n.TH COUNTERSIGN 1 \"\" Countersign Countersign\n");
        section("NAME");
        page.append("countersign \\- OAuth 2.0 authorization server for the JWT bearer grant\n");
        section("SYNOPSIS");
        page.append(".B countersign\n.I COMMAND\n[\\fIOPTION\\fR ...] [\\fIARGUMENT\\fR ...]\n");
        section("DESCRIPTION");
        text("Starts an authorization server, and calls the REST API of one. Every command has --help and --version.");
        section("COMMANDS");
        commands.forEach(this::describe);
        section("OPTIONS OF EVERY COMMAND THAT CALLS A SERVER");
        arguments(CommandLineDocumentTest.ofEveryClient(commands));
        section("EXIT STATUS");
        Stream.of(root.usageMessage().footer())
                .dropWhile(line -> !line.startsWith("Exit status"))
                .skip(1)
                .map(String::strip)
                .forEach(line -> {
                    page.append(".TP\n").append(line, 0, line.indexOf(' ')).append('\n');
                    text(line.substring(line.indexOf(' ')).strip());
                });
        section("FILES");
        page.append(".TP\n.I ~/.countersign\n");
        text(
                "The home of a server without --home and COUNTERSIGN_HOME: conf/deployment.toml, conf/master.key and data.");
        section("SEE ALSO");
        text("The documentation in the console of a server, under Documentation.");

        GeneratedDocument.check(FILE, page.toString());
    }

    @Test
    void groffFormatsIt() throws Exception {
        Path groff = InstalledProgram.orSkip("groff-base", "/usr/bin/groff");
        var formatting = new ProcessBuilder(
                        groff.toString(),
                        "-man",
                        "-Tutf8",
                        "-P-cbou",
                        "-ww",
                        SourceFile.project().resolve("docs").resolve(FILE).toString())
                .start();
        String text = new String(formatting.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaints = new String(formatting.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(formatting.waitFor()).isZero();
        assertThat(complaints).isEmpty();
        assertThat(text).contains("issuer add", "--issuer", "EXIT STATUS");
    }

    private void section(String name) {
        page.append(".SH \"").append(name).append("\"\n");
    }

    private void describe(CommandSpec command) {
        page.append(".SS \"countersign ")
                .append(escaped(CommandLineDocumentTest.name(command) + CommandLineDocumentTest.parameters(command)))
                .append("\"\n");
        text(command.usageMessage().description());
        arguments(CommandLineDocumentTest.own(command));
        page.append(".PP\n.EX\n")
                .append(CommandLineDocumentTest.examples(command).stream()
                        .map(ManualPageDocumentTest::escaped)
                        .collect(Collectors.joining("\n", "", "\n")))
                .append(".EE\n");
    }

    private void arguments(List<? extends ArgSpec> arguments) {
        for (ArgSpec argument : arguments) {
            page.append(".TP\n\\fB")
                    .append(escaped(CommandLineDocumentTest.spelling(argument)))
                    .append("\\fR\n");
            text(argument.description());
        }
    }

    private void text(String... lines) {
        page.append(escaped(CommandLineDocumentTest.text(lines))).append('\n');
    }

    /** A hyphen would become a typographic one, and a point or an apostrophe at the beginning is a request. */
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
