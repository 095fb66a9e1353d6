package dev.countersign.server.config.setting;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The lines on which the keys and tables of a TOML file begin, for messages: the parser does not report positions. */
final class KeyLines {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[{1,2}\\s*([^\\[\\]#]+?)\\s*]{1,2}\\s*(#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z0-9_.\"' \\t-]+?)\\s*=.*");

    private final Map<String, Integer> lines;

    private KeyLines(Map<String, Integer> lines) {
        this.lines = lines;
    }

    static KeyLines of(String toml) {
        var lines = new HashMap<String, Integer>();
        var table = "";
        int number = 0;
        for (String line : toml.lines().toList()) {
            number++;
            var header = TABLE.matcher(line);
            var key = KEY.matcher(line);
            if (header.matches()) {
                table = plain(header.group(1));
                lines.putIfAbsent(table, number);
            } else if (key.matches()) {
                var name = plain(key.group(1));
                lines.putIfAbsent(table.isEmpty() ? name : table + "." + name, number);
            }
        }
        return new KeyLines(lines);
    }

    /** The line of a key or table, or of the first element inside it; 0 when it was not found. */
    int of(Iterable<String> path) {
        var key = String.join(".", path);
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().equals(key) || entry.getKey().startsWith(key + "."))
                .mapToInt(Map.Entry::getValue)
                .min()
                .orElse(0);
    }

    private static String plain(String key) {
        return key.replaceAll("[\"'\\s]", "");
    }
}
