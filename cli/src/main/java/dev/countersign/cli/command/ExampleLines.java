package dev.countersign.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of an example, each short enough for the help, which would break a longer one so that it cannot be copied.
 * Lines are joined with a trailing backslash, as in a shell, and broken before options and redirections.
 */
final class ExampleLines {
    /** The help is 80 columns wide, and the example is indented by two. */
    private static final int WIDTH = 76;

    private static final String INDENT = "  ";
    private static final String CONTINUED = " \\";

    private ExampleLines() {}

    static List<String> of(String command) {
        if (command.length() <= WIDTH) {
            return List.of(command);
        }
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String part : parts(command)) {
            if (!line.isEmpty() && line.length() + 1 + part.length() + CONTINUED.length() > WIDTH) {
                lines.add(line + CONTINUED);
                line.setLength(0);
                line.append(INDENT);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(part);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The command with its parameters, and each option with its value. */
    private static List<String> parts(String command) {
        var parts = new ArrayList<String>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++) {
            if (command.charAt(i) == '\'') {
                quoted = !quoted;
            } else if (!quoted && (command.startsWith(" --", i) || command.startsWith(" > ", i))) {
                parts.add(command.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(command.substring(start));
        return parts;
    }
}
