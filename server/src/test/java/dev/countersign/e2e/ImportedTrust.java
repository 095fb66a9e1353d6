package dev.countersign.e2e;

import dev.countersign.SourceFile;
import dev.countersign.e2e.CommandRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A trust file that was imported from another product, with its secrets. */
record ImportedTrust(Ran imported, Path file) {
    private static final Path SAMPLES = Path.of("cli/src/test/resources/dev/countersign/cli/migration");
    private static final Pattern SECRET = Pattern.compile("export ([A-Z0-9_]+)='([^']+)'");

    /** A sample of the tests of the command. */
    static String sample(String name) throws IOException {
        return Files.readString(SourceFile.project().resolve(SAMPLES).resolve(name));
    }

    /** Imports files; the secrets become variables of the next commands. */
    static ImportedTrust of(CommandRunner commands, Path folder, String product, List<String> arguments)
            throws IOException {
        Path file = folder.resolve(product + ".yaml");
        var all = new ArrayList<>(List.of("import", product, "-o", file.toString()));
        all.addAll(arguments);
        Ran imported = commands.run(all.toArray(String[]::new));
        Path secrets = Path.of(file + ".secrets.env");
        if (Files.exists(secrets)) {
            var found = SECRET.matcher(Files.readString(secrets));
            while (found.find()) {
                commands.set(found.group(1), found.group(2));
            }
        }
        return new ImportedTrust(imported, file);
    }

    /** Applies it in place of what was applied before. */
    void apply(CommandRunner commands) {
        commands.run("apply", "-f", file.toString(), "--yes", "--prune").done();
    }
}
