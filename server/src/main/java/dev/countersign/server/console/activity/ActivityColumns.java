package dev.countersign.server.console.activity;

import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.page.PageRequest;
import java.util.List;
import java.util.Map;

/** The columns of the lists of events that can be hidden. */
final class ActivityColumns {
    private static final List<Map.Entry<String, String>> ALL = List.of(
            Columns.column("issuer", "Issuer"),
            Columns.column("by", "Application or person"),
            Columns.column("subject", "Subject"));

    private ActivityColumns() {}

    static Columns of(PageRequest request) {
        return Columns.of(request, "activity", ALL);
    }
}
