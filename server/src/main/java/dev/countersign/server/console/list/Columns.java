package dev.countersign.server.console.list;

import dev.countersign.server.console.page.PageRequest;
import java.util.List;
import java.util.Map;

/**
 * The columns of a list that can be hidden, in their order.
 *
 * @param list the name of the list
 */
public record Columns(String list, List<Column> all) {
    public Columns {
        all = List.copyOf(all);
    }

    /** One column, and whether the user sees it. */
    public record Column(String name, String label, boolean shown) {}

    /** A column that can be hidden. */
    public static Map.Entry<String, String> column(String name, String label) {
        return Map.entry(name, label);
    }

    /** The columns as this user sees them. */
    public static Columns of(PageRequest request, String list, List<Map.Entry<String, String>> columns) {
        return new Columns(
                list,
                columns.stream()
                        .map(column -> new Column(
                                column.getKey(),
                                column.getValue(),
                                !request.hiddenColumns().has(list, column.getKey())))
                        .toList());
    }

    /** Whether the user sees a column. */
    public boolean has(String name) {
        return all.stream().anyMatch(column -> column.name().equals(name) && column.shown());
    }
}
