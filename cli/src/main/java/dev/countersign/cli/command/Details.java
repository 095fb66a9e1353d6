package dev.countersign.cli.command;

import dev.countersign.cli.terminal.Cell;
import dev.countersign.cli.terminal.Screen;
import dev.countersign.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Output of a JSON document as text: one line for each member. A list has one line for each element, or a single line if
 * all of its elements are words.
 */
public final class Details {
    private static final Set<String> NOT_SHOWN = Set.of("warnings");

    private record Line(String name, String value) {}

    private Details() {}

    public static void print(Screen screen, JsonNode document) {
        var lines = new ArrayList<Line>();
        document.properties().forEach(member -> {
            if (!NOT_SHOWN.contains(member.getKey())) {
                add(lines, member.getKey(), member.getValue());
            }
        });
        int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        for (Line line : lines) {
            screen.line(Cell.of(line.name() + " ".repeat(width - line.name().length() + 2), Style.BOLD), value(line));
        }
    }

    private static Cell value(Line line) {
        return switch (line.value()) {
            case "null" -> Cell.of("-", Style.DIM);
            default -> Cell.of(line.value());
        };
    }

    private static void add(List<Line> lines, String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(member -> add(lines, name + "." + member.getKey(), member.getValue()));
        } else if (value.isArray() && !value.isEmpty() && !areWords(value)) {
            for (int i = 0; i < value.size(); i++) {
                add(lines, name + "[" + i + "]", value.get(i));
            }
        } else {
            lines.add(new Line(name, text(value)));
        }
    }

    /** Whether the elements are displayed on one line. */
    private static boolean areWords(JsonNode list) {
        for (JsonNode element : list) {
            if (!element.isString()
                    || element.asString().length() > 40
                    || element.asString().contains(" ")) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return value.isEmpty()
                    ? "none"
                    : value.valueStream().map(Details::text).collect(Collectors.joining(" "));
        }
        if (value.isObject()) {
            return "none";
        }
        return value.isString() ? shortened(value.asString()) : value.toString();
    }

    /** Shortens a certificate, which would fill the screen. */
    private static String shortened(String text) {
        return text.startsWith("-----BEGIN ") ? Certificates.describe(text) : text;
    }
}
