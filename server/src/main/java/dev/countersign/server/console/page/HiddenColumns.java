package dev.countersign.server.console.page;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of lists that a user has hidden; a new column is visible.
 *
 * @param names each the name of a list and that of a column, such as {@code connections.keys}
 */
public record HiddenColumns(List<String> names) {
    /** No column is hidden. */
    public static final HiddenColumns NONE = new HiddenColumns(List.of());

    private static final String SEPARATOR = "~";
    private static final Pattern NAME = Pattern.compile("[a-z]{1,20}\\.[a-z]{1,20}");
    private static final int MOST = 50;

    public HiddenColumns {
        names = List.copyOf(names);
    }

    /** Reads the text of a cookie; what is not the name of a column is left out. */
    static HiddenColumns parse(String text) {
        return of(Arrays.stream(text.split(SEPARATOR, MOST + 1)));
    }

    private static HiddenColumns of(Stream<String> names) {
        return new HiddenColumns(names.filter(name -> NAME.matcher(name).matches())
                .distinct()
                .limit(MOST)
                .toList());
    }

    /** The same, where a list hides exactly these columns. */
    public HiddenColumns with(String list, Set<String> columns) {
        return of(Stream.concat(
                columns.stream().sorted().map(column -> name(list, column)),
                names.stream().filter(name -> !name.startsWith(list + "."))));
    }

    public boolean has(String list, String column) {
        return names.contains(name(list, column));
    }

    private static String name(String list, String column) {
        return list + "." + column;
    }

    String text() {
        return names.stream().collect(Collectors.joining(SEPARATOR));
    }
}
