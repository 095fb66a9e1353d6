package dev.countersign.server.console.activity;

import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.fix.Fix;
import dev.countersign.server.console.fix.Fixes;
import dev.countersign.server.console.fix.Refusal;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.PrettyJson;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.subject.BlockSubjects;
import dev.countersign.server.subject.BlockedSubject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Pages of the audit: token requests and changes by administrators, also live. */
public record ActivitySection(
        AuditRecords audit, TrustConfiguration configuration, BlockSubjects subjects, ActivityCharts charts)
        implements ConsoleSection {
    static final String PATH = "/activity";
    private static final String TITLE = "Activity";
    private static final int LENGTH = 50;
    /** Time limit of the search for a page, which then shows the events found so far. */
    private static final Duration TIME_LIMIT = Duration.ofMillis(25);
    /** Time limit of an explicit search further back. */
    private static final Duration LONGER_PATIENCE = Duration.ofSeconds(1);

    /**
     * Model of the page.
     *
     * @param filters as a query string, to be appended to a path
     * @param chart of the token requests among the events
     * @param live whether the page reloads the list every few seconds
     * @param older the query string of the page of older events
     * @param searchedBackTo time back to which the search went; empty when it was complete
     */
    public record Page(
            Fields fields,
            Optional<ActivityChart> chart,
            List<AuditRecord> events,
            Columns columns,
            String filters,
            boolean live,
            Optional<String> older,
            Optional<Instant> searchedBackTo,
            List<String> codes) {}

    /**
     * Model of the page of one event.
     *
     * @param code description of its code
     * @param evidence expected and actual values, and similar details
     * @param detail all other members, as JSON
     * @param subject that the assertion names; empty when it was not verified
     * @param fix the setting that would mend a refusal
     */
    public record Event(
            AuditRecord record,
            Optional<RejectionCode> code,
            Map<String, String> evidence,
            String detail,
            Optional<Subject> subject,
            Optional<Fix> fix) {}

    /**
     * The subject of an issuer, and its blocks.
     *
     * @param name as the issuer says it
     */
    public record Subject(TrustedIssuer issuer, String name, List<BlockedSubject> blocks) {
        /** The page of the blocked subjects of its issuer. */
        public String path() {
            return "/connections/" + issuer.id().value() + "/subjects";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, request -> PageResponse.page(TITLE, PATH, "activity.jte", page(request))),
                Route.page(PATH + "/events", request -> new PageResponse.Piece("activity-events.jte", page(request))),
                Route.page(PATH + "/export.csv", request -> export(request, ActivityExport.Format.CSV)),
                Route.page(PATH + "/export.ndjson", request -> export(request, ActivityExport.Format.NDJSON)),
                Route.page(
                        "/help",
                        _ -> PageResponse.page("Refusal codes", "", "help.jte", List.of(RejectionCode.values()))),
                Route.page(PATH + "/{id}", this::event));
    }

    private Page page(PageRequest request) {
        ActivityFilters filters = ActivityFilters.of(request.query());
        Optional<Long> before = request.query().text("before").flatMap(RecordedEvent::id);
        List<AuditRecord> found = List.of();
        Optional<Long> next = Optional.empty();
        Optional<Instant> searchedBackTo = Optional.empty();
        if (filters.problems().isEmpty()) {
            Stretch stretch = Stretch.backFrom(before.map(id -> id - 1).orElseGet(audit::latest));
            AuditSearchResult result =
                    audit.search(filters.query(stretch, LENGTH + 1), before.isEmpty() ? TIME_LIMIT : LONGER_PATIENCE);
            found = result.found().stream().limit(LENGTH).toList();
            next = result.found().size() > LENGTH
                    ? Optional.of(found.getLast().id())
                    : result.rest().map(rest -> rest.upTo() + 1);
            searchedBackTo = found.size() < LENGTH && next.isPresent() ? result.restBegins() : Optional.empty();
        }
        return new Page(
                filters.fields(),
                request.wantsPiece() ? Optional.empty() : charts.of(PATH, filters, filters),
                found,
                ActivityColumns.of(request),
                filters.asQuery(),
                before.isEmpty()
                        && filters.problems().isEmpty()
                        && !request.query().has("still"),
                next.map(id -> filters.asQuery() + "&before=" + id),
                searchedBackTo,
                Arrays.stream(RejectionCode.values()).map(RejectionCode::value).toList());
    }

    private PageResponse event(PageRequest request) {
        return RecordedEvent.find(audit, request.variable("id"))
                .<PageResponse>map(found -> PageResponse.page(
                        title(found.record()),
                        PATH,
                        "activity-event.jte",
                        new Event(
                                found.record(),
                                found.record().code().flatMap(RejectionCode::of),
                                found.evidence(),
                                PrettyJson.of(found.record().detail().getBytes(StandardCharsets.UTF_8)),
                                subject(found),
                                fix(found))))
                .orElseGet(PageResponse.NotFound::new);
    }

    /** The sentence of the code, or the words of the stage such as {@code Application updated}. */
    private static String title(AuditRecord record) {
        String words = record.stage().replace('.', ' ').replace('_', ' ');
        return record.code()
                .flatMap(RejectionCode::of)
                .map(RejectionCode::title)
                .orElse(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    }

    /** The audit keeps no header and no claims: the setting is named without a value. */
    private Optional<Fix> fix(RecordedEvent event) {
        AuditRecord record = event.record();
        return record.code()
                .flatMap(RejectionCode::of)
                .flatMap(code -> Fixes.of(new Refusal(
                        code,
                        record.issuer().flatMap(configuration::issuerNamed),
                        record.application().flatMap(configuration::applicationNamed),
                        Map.of(),
                        Map.of(),
                        Optional.of(event.scope()).filter(scope -> !scope.isEmpty()),
                        record.at())));
    }

    private Optional<Subject> subject(RecordedEvent event) {
        return event.issuerSubject()
                .flatMap(name -> event.record()
                        .issuer()
                        .flatMap(configuration::issuerNamed)
                        .map(issuer -> new Subject(issuer, name, subjects.of(issuer, name))));
    }

    private PageResponse export(PageRequest request, ActivityExport.Format format) {
        ActivityFilters filters = ActivityFilters.of(request.query());
        return filters.problems().isEmpty()
                ? ActivityExport.of(audit, filters, format)
                : PageResponse.seeOther(
                        PATH + "?" + filters.asQuery(),
                        Notice.problem("Nothing was exported: correct the filters first."));
    }
}
