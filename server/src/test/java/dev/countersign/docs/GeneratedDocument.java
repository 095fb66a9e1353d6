package dev.countersign.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document under {@code docs/} generated from the code. A test compares both, or writes the document when run with
 * {@code -Dcountersign.write-docs=true}.
 */
public final class GeneratedDocument {
    private static final Path DOCS = Path.of("..", "docs");

    private GeneratedDocument() {}

    /** Fails when the document is not what the code says now. */
    public static void check(String fileName, String content) {
        Path file = DOCS.resolve(fileName);
        try {
            if (Boolean.getBoolean("countersign.write-docs")) {
                Files.writeString(file, content);
            }
            assertThat(file)
                    .as("make docs writes %s anew", fileName)
                    .exists()
                    .content()
                    .isEqualTo(content);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
