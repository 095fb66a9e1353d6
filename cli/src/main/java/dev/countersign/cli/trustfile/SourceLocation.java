package dev.countersign.cli.trustfile;

/**
 * A position in a file, both numbers counted from 1.
 *
 * @param file its given name
 */
public record SourceLocation(String file, int line, int column) {
    @Override
    public String toString() {
        return "%s:%s:%s".formatted(file, line, column);
    }
}
