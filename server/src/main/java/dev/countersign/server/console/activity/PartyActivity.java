package dev.countersign.server.console.activity;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The latest events of one issuer or application, with their chart.
 *
 * @param fields of the range of time
 * @param path of the page
 */
public record PartyActivity(
        String path, Fields fields, Optional<ActivityChart> chart, List<AuditRecord> events, Columns columns) {
    private static final int MOST = 50;
    private static final Duration TIME_LIMIT = Duration.ofMillis(300);

    /** The events of the issuer with this name. */
    public static PartyActivity ofIssuer(ActivityCharts charts, PageRequest request, String name) {
        return of(charts, request, "issuer", name);
    }

    /** The events of the application with this name. */
    public static PartyActivity ofApplication(ActivityCharts charts, PageRequest request, String name) {
        return of(charts, request, "application", name);
    }

    private static PartyActivity of(ActivityCharts charts, PageRequest request, String member, String name) {
        ActivityFilters links = ActivityFilters.ofParty(request.query());
        ActivityFilters filters = links.with(member, name);
        List<AuditRecord> events = filters.problems().isEmpty()
                ? charts.audit()
                        .search(filters.query(Stretch.backFrom(charts.audit().latest()), MOST), TIME_LIMIT)
                        .found()
                : List.of();
        return new PartyActivity(
                request.path(),
                links.fields(),
                charts.of(request.path(), links, filters),
                events,
                ActivityColumns.of(request));
    }
}
