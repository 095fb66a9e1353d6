package dev.countersign.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Report of a measurement, printed to the terminal line by line and appended to a file at the end when one is
 * requested.
 */
final class Report {
    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        text.append(line).append('\n');
        System.out.println(line);
    }

    /** A table with an empty line before and after. */
    void table(TextTable table) {
        line("");
        line(table.toString());
    }

    /** Appends the report to a file of the committed results. */
    void save(Path results, @Nullable String file) throws IOException {
        if (file != null) {
            Files.createDirectories(results);
            Files.writeString(
                    results.resolve(file), text.append('\n'), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
