package dev.countersign.server.console.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture in columns: every box is connected with those of the next column, by a line that is as wide as its share of the
 * tokens.
 *
 * @param height in units of the drawing, which is {@value #WIDTH} wide
 */
public record FlowPicture(int height, List<Box> boxes, List<Line> lines) {
    public static final int WIDTH = 720;
    public static final int BOX_WIDTH = 184;
    public static final int BOX_HEIGHT = 36;

    private static final int ROW = 48;
    private static final int LONGEST_NAME = 24;
    private static final double WIDEST = 9;
    private static final double THINNEST = 1.5;

    public FlowPicture {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /**
     * The subject of a box.
     *
     * @param path of its page; empty for what has none
     * @param tokens number of tokens; empty where none are counted
     */
    public record Node(String name, Optional<String> path, Optional<Long> tokens) {}

    /** A box with a name of limited length, and the whole name as its title. */
    public record Box(int x, int y, String text, String title, Optional<String> path) {}

    /** A line, as the path of a drawing. */
    public record Line(String path, String width) {}

    /** Draws columns; empty columns are left out. */
    public static FlowPicture of(List<List<Node>> all) {
        List<List<Node>> columns =
                all.stream().filter(column -> !column.isEmpty()).toList();
        int height = columns.stream().mapToInt(List::size).max().orElse(0) * ROW;
        int step = columns.size() < 2 ? 0 : (WIDTH - BOX_WIDTH) / (columns.size() - 1);
        List<Box> boxes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            List<Node> column = columns.get(i);
            for (int row = 0; row < column.size(); row++) {
                boxes.add(box(column.get(row), i * step, top(column, row, height)));
            }
            if (i > 0) {
                connect(columns.get(i - 1), column, i * step, step, height, lines);
            }
        }
        return new FlowPicture(height, boxes, lines);
    }

    private static int top(List<Node> column, int row, int height) {
        return (height - column.size() * ROW) / 2 + row * ROW + (ROW - BOX_HEIGHT) / 2;
    }

    private static Box box(Node node, int x, int y) {
        String name =
                node.name().length() <= LONGEST_NAME ? node.name() : node.name().substring(0, LONGEST_NAME - 1) + "…";
        return new Box(x, y, name, label(node), node.path());
    }

    private static void connect(
            List<Node> before, List<Node> after, int right, int step, int height, List<Line> lines) {
        long total = Math.max(1, Math.max(tokens(before), tokens(after)));
        for (int from = 0; from < before.size(); from++) {
            for (int to = 0; to < after.size(); to++) {
                long tokens =
                        before.get(from).tokens().or(after.get(to)::tokens).orElse(0L);
                lines.add(new Line(
                        curve(
                                right - step + BOX_WIDTH,
                                top(before, from, height) + BOX_HEIGHT / 2,
                                right,
                                top(after, to, height) + BOX_HEIGHT / 2),
                        rounded(Math.max(THINNEST, WIDEST * tokens / total))));
            }
        }
    }

    private static String rounded(double width) {
        return Double.toString(Math.round(width * 10) / 10.0);
    }

    private static long tokens(List<Node> column) {
        return column.stream().mapToLong(node -> node.tokens().orElse(0L)).sum();
    }

    private static String curve(int x, int y, int toX, int toY) {
        int middle = (x + toX) / 2;
        return "M%s %s C%s %s %s %s %s %s".formatted(x, y, middle, y, middle, toY, toX, toY);
    }

    private static String label(Node node) {
        return node.name() + node.tokens().map(" (%s tokens)"::formatted).orElse("");
    }
}
