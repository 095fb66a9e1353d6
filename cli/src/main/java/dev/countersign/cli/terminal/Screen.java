package dev.countersign.cli.terminal;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * Output of a command: results to the standard output, everything else to the standard error. Texts may come from third
 * parties.
 */
public record Screen(PrintStream out, PrintStream err, boolean coloured) {
    private static final String GAP = "  ";

    /** Prints a result, or a part of one, on one line. */
    public void line(String text) {
        print(TerminalText.of(text) + "\n");
    }

    /** Prints a line of several pieces, each with its own style. */
    public void line(Cell... cells) {
        var line = new StringBuilder();
        Arrays.stream(cells).forEach(cell -> line.append(shown(cell)));
        print(line + "\n");
    }

    /** Prints text that is already safe, such as escaped JSON. */
    public void print(String safe) {
        out.print(safe);
        out.flush();
    }

    /** Prints a note to the user, separate from the result. */
    public void note(String text) {
        err.print(TerminalText.of(text) + "\n");
        err.flush();
    }

    /** Prints a table; without rows, one line instead. */
    public void table(Table table, String otherwise) {
        if (table.rows().isEmpty()) {
            note(otherwise);
            return;
        }
        int[] widths = table.widths();
        List<Cell> headings = table.headings().stream()
                .map(heading -> Cell.of(heading, Style.BOLD))
                .toList();
        print(row(headings, widths));
        table.rows().forEach(row -> print(row(row, widths)));
    }

    /** The mark for success, as this screen can show it. */
    public String passed() {
        return mark("✓", "+");
    }

    /** The mark for failure. */
    public String failed() {
        return mark("✗", "x");
    }

    /** The mark for a skipped check. */
    public String skipped() {
        return mark("–", "-");
    }

    /** Whether the output is no longer read. */
    public boolean isClosed() {
        return out.checkError();
    }

    private String mark(String sign, String ascii) {
        return out.charset().canEncode() && out.charset().newEncoder().canEncode(sign) ? sign : ascii;
    }

    private String row(List<Cell> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(shown(cells.get(i)));
            if (i < cells.size() - 1) {
                line.repeat(' ', widths[i] - Table.width(cells.get(i).text())).append(GAP);
            }
        }
        return line.append('\n').toString();
    }

    private String shown(Cell cell) {
        String text = TerminalText.of(cell.text());
        return coloured ? cell.style().apply(text) : text;
    }
}
