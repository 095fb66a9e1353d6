package dev.countersign.server.console.activity;

import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.PrettyJson;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.AuditGlance;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of the audit: token requests and changes by administrators, also live. */
public final class ActivitySection implements ConsoleSection {
    static final String PATH = "/activity";
    private static final String TITLE = "Activity";
    private static final int LENGTH = 50;
    /** Time limit of the search for a page, which then shows the events found so far. */
    private static final Duration PATIENCE = Duration.ofMillis(25);
    /** Time limit of an explicit search further back. */
    private static final Duration LONGER_PATIENCE = Duration.ofSeconds(1);

    private final AuditRecords audit;

    public ActivitySection(AuditRecords audit) {
        this.audit = audit;
    }

    /**
     * Model of the page.
     *
     * @param filters as a query string, to be appended to a path
     * @param live whether the page reloads the list every few seconds
     * @param older the query string of the page of older events
     * @param lookedBackTo time back to which the search went; empty when it was complete
     */
    public record Page(
            Fields fields,
            List<AuditRecord> events,
            String filters,
            boolean live,
            Optional<String> older,
            Optional<Instant> lookedBackTo,
            List<String> codes) {}

    /**
     * Model of the page of one event.
     *
     * @param code description of its code
     * @param evidence expected and actual values, and similar details
     * @param detail all other members, as JSON
     */
    public record Event(
            AuditRecord record, Optional<RejectionCode> code, Map<String, String> evidence, String detail) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, visit -> PageResponse.page(TITLE, PATH, "activity.jte", page(visit))),
                Route.page(PATH + "/events", visit -> new PageResponse.Piece("activity-events.jte", page(visit))),
                Route.page(PATH + "/export.csv", visit -> export(visit, ActivityExport.Format.CSV)),
                Route.page(PATH + "/export.ndjson", visit -> export(visit, ActivityExport.Format.NDJSON)),
                Route.page(
                        "/help",
                        _ -> PageResponse.page("Refusal codes", "", "help.jte", List.of(RejectionCode.values()))),
                Route.page(PATH + "/{id}", this::event));
    }

    private Page page(PageRequest visit) {
        ActivityFilters filters = ActivityFilters.of(visit.query());
        Optional<Long> before = visit.query().text("before").flatMap(RecordedEvent::id);
        List<AuditRecord> found = List.of();
        Optional<Long> next = Optional.empty();
        Optional<Instant> lookedBackTo = Optional.empty();
        if (filters.problems().isEmpty()) {
            Stretch stretch = Stretch.backFrom(before.map(id -> id - 1).orElseGet(audit::latest));
            AuditGlance glance =
                    audit.look(filters.query(stretch, LENGTH + 1), before.isEmpty() ? PATIENCE : LONGER_PATIENCE);
            found = glance.found().stream().limit(LENGTH).toList();
            next = glance.found().size() > LENGTH
                    ? Optional.of(found.getLast().id())
                    : glance.rest().map(rest -> rest.upTo() + 1);
            lookedBackTo = found.size() < LENGTH && next.isPresent() ? glance.restBegins() : Optional.empty();
        }
        return new Page(
                filters.fields(),
                found,
                filters.asQuery(),
                before.isEmpty()
                        && filters.problems().isEmpty()
                        && !visit.query().has("still"),
                next.map(id -> filters.asQuery() + "&before=" + id),
                lookedBackTo,
                Arrays.stream(RejectionCode.values()).map(RejectionCode::value).toList());
    }

    private PageResponse event(PageRequest visit) {
        return RecordedEvent.find(audit, visit.variable("id"))
                .<PageResponse>map(found -> PageResponse.page(
                        found.record().code().orElse(found.record().stage()),
                        PATH,
                        "activity-event.jte",
                        new Event(
                                found.record(),
                                found.record().code().flatMap(RejectionCode::of),
                                found.evidence(),
                                PrettyJson.of(found.record().detail().getBytes(StandardCharsets.UTF_8)))))
                .orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse export(PageRequest visit, ActivityExport.Format format) {
        ActivityFilters filters = ActivityFilters.of(visit.query());
        return filters.problems().isEmpty()
                ? ActivityExport.of(audit, filters, format)
                : PageResponse.seeOther(
                        PATH + "?" + filters.asQuery(),
                        Notice.problem("Nothing was exported: correct the filters first."));
    }
}
