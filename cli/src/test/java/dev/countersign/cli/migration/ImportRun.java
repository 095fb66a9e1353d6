package dev.countersign.cli.migration;

import dev.countersign.cli.CountersignCommand;
import dev.countersign.cli.DescribedServer;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.Terminal;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.cli.trustfile.ForeignYaml;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs of {@code countersign import}, on samples and on changed samples. */
record ImportRun(int status, String out, String err) {
    private static final Path SAMPLES = Path.of("src/test/resources/dev/countersign/cli/migration");

    /** When all of the commands run. */
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    static ImportRun of(String... arguments) {
        return typing("", arguments);
    }

    /** Runs it with this standard input. */
    static ImportRun typing(String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var cliEnvironment = new CliEnvironment(
                Map.of(),
                "/nowhere",
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> NOW,
                Terminal.NONE,
                new DescribedServer());
        var all = new ArrayList<>(List.of("import"));
        all.addAll(List.of(arguments));
        int status = new CountersignCommand(cliEnvironment).run(all.toArray(String[]::new));
        return new ImportRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs it on a sample in which some things were changed; the trust file is the output. */
    static ImportRun ofChanged(String product, String sample, Consumer<ObjectNode> change) throws Exception {
        ObjectNode document = object(sample);
        change.accept(document);
        return typing(RemoteJson.line(document), product, "-");
    }

    static String sample(String name) {
        return SAMPLES.resolve(name).toString();
    }

    static String text(String sample) throws Exception {
        return Files.readString(SAMPLES.resolve(sample));
    }

    static ObjectNode object(String sample) throws Exception {
        return RemoteJson.readObject(Files.readAllBytes(SAMPLES.resolve(sample)));
    }

    /** The trust file that it printed. */
    JsonNode trust() throws Exception {
        return ForeignYaml.read("trust.yaml", out);
    }

    JsonNode issuer() throws Exception {
        return trust().path("trusted_token_issuers").path(0);
    }

    JsonNode application() throws Exception {
        return trust().path("applications").path(0);
    }

    /** The lines of the report with this fate. */
    List<String> lines(Fate fate) {
        return err.lines()
                .dropWhile(line -> !line.equals(fate.heading() + ":"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    List<String> undecided() {
        return lines(Fate.UNDECIDED);
    }
}
