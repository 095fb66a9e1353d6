package dev.countersign.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under headings. */
public final class Table {
    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table(List<String> headings) {
        this.headings = headings;
    }

    public static Table of(String... headings) {
        return new Table(List.of(headings));
    }

    /** Adds a row with as many cells as there are headings. */
    public void add(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("%s cells for %s headings".formatted(cells.length, headings.size()));
        }
        rows.add(List.of(cells));
    }

    List<String> headings() {
        return headings;
    }

    List<List<Cell>> rows() {
        return List.copyOf(rows);
    }

    int[] widths() {
        int[] widths = headings.stream().mapToInt(String::length).toArray();
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i).text()));
            }
        }
        return widths;
    }

    /** Number of columns of the printed text; characters of double width count as one. */
    static int width(String text) {
        return (int) TerminalText.of(text)
                .codePoints()
                .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
                .count();
    }
}
