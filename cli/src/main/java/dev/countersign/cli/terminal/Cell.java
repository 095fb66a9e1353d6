package dev.countersign.cli.terminal;

/** A piece of text with its style. */
public record Cell(String text, Style style) {

    public static Cell of(String text) {
        return new Cell(text, Style.PLAIN);
    }

    public static Cell of(String text, Style style) {
        return new Cell(text, style);
    }
}
