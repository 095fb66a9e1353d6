package dev.countersign.cli.trustfile;

/**
 * A place in a file, both numbers counted from 1.
 *
 * @param file as it was named
 */
public record SourceLocation(String file, int line, int column) {
    @Override
    public String toString() {
        return "%s:%s:%s".formatted(file, line, column);
    }
}
