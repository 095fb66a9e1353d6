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
import java.util.Optional;
import java.util.stream.Collectors;

/** Filters of the list of events; the same as those of the REST API. */
record ActivityFilters(Form form, List<Problem> problems) {
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
            "to");

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
                form.text("from").flatMap(ActivityFilters::time),
                form.text("to").flatMap(ActivityFilters::time),
                form.text("q"),
                stretch,
                limit);
    }

    Fields fields() {
        var values = new LinkedHashMap<String, List<String>>();
        NAMES.forEach(name -> values.put(name, List.of(form.text(name).orElse(""))));
        return Fields.of(Fields.of(values).form(), problems);
    }

    String asQuery() {
        return NAMES.stream()
                .flatMap(name -> form.text(name).map(value -> name + "=" + Site.encoded(value)).stream())
                .collect(Collectors.joining("&"));
    }
}
