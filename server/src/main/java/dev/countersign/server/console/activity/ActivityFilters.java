package dev.countersign.server.console.activity;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.operation.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Filters of the list of events; the same as those of the REST API, and the choices of the chart above it. */
public record ActivityFilters(Form form, List<Problem> problems) {
    private static final List<String> NAMES = List.of(
            "q",
            "kind",
            "outcome",
            "code",
            "issuer",
            "application",
            "subject",
            "actor",
            "correlation_id",
            "from",
            "to",
            ActivityCharts.OVER,
            ActivityCharts.BY);

    /** The filters of the page of one issuer or application. */
    private static final List<String> OF_PARTY = List.of("from", "to", ActivityCharts.OVER, ActivityCharts.BY);

    static ActivityFilters of(Form query) {
        var problems = new ArrayList<Problem>();
        for (String name : List.of("from", "to")) {
            query.text(name)
                    .filter(text -> time(text).isEmpty())
                    .ifPresent(_ -> problems.add(new Problem(
                            name, "malformed", "Enter a time with an offset, such as 2030-01-31T12:00:00Z.")));
        }
        return new ActivityFilters(query, List.copyOf(problems));
    }

    /** The filters that the page of one issuer or application has. */
    static ActivityFilters ofParty(Form query) {
        var values = new LinkedHashMap<>(query.values());
        values.keySet().retainAll(OF_PARTY);
        return of(new Form(values, Map.of()));
    }

    /** The same filters with another value of one. */
    ActivityFilters with(String name, String value) {
        return of(form.with(name, value));
    }

    Optional<String> text(String name) {
        return form.text(name);
    }

    Optional<Instant> from() {
        return form.text("from").flatMap(ActivityFilters::time);
    }

    Optional<Instant> to() {
        return form.text("to").flatMap(ActivityFilters::time);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    AuditQuery query(Stretch stretch, int limit) {
        return new AuditQuery(
                form.text("correlation_id"),
                form.text("kind"),
                form.text("outcome"),
                form.text("code"),
                form.text("issuer"),
                form.text("application"),
                form.text("subject"),
                form.text("actor"),
                from(),
                to(),
                form.text("q"),
                stretch,
                limit);
    }

    public Fields fields() {
        var values = new LinkedHashMap<String, List<String>>();
        NAMES.forEach(name -> values.put(name, List.of(form.text(name).orElse(""))));
        return Fields.of(Fields.of(values).form(), problems);
    }

    public String asQuery() {
        return NAMES.stream()
                .flatMap(name -> form.text(name).map(value -> name + "=" + Site.encoded(value)).stream())
                .collect(Collectors.joining("&"));
    }
}
