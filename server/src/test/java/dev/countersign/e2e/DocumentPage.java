package dev.countersign.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, whose programs a test runs as written.
 *
 * @param name of the file in {@code docs}
 */
record DocumentPage(String name) {

    /** The first block of this language under a heading of the second level. */
    String block(String heading, String language) {
        Matcher block = Pattern.compile(
                        "^## " + Pattern.quote(heading) + "\\n(?:(?!## ).*\\n)*?```" + language + "\\n((?s:.*?))```",
                        Pattern.MULTILINE)
                .matcher(text());
        if (!block.find()) {
            throw new AssertionError("%s has no block of %s under %s".formatted(name, language, heading));
        }
        return block.group(1);
    }

    private String text() {
        try {
            return Files.readString(Path.of("..", "docs", name));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
