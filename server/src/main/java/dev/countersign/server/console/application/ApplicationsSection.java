package dev.countersign.server.console.application;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Listing;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.form.Paged;
import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.list.SelectedRows;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.ApplicationUseCases.Registration;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Pages with the list of applications and for a new one. */
public record ApplicationsSection(UseCases useCases, ExchangeCounts counts) implements ConsoleSection {
    public static final String PATH = "/applications";
    private static final String LAST = "last";
    private static final String REFUSED = "refused";
    private static final String NEW = PATH + "/new";
    private static final List<? extends Field<?, ?, ?>> ROWS =
            ApplicationFields.TABLE.in("general", "grants", "scopes");

    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Columns.column("client", "Client id"),
            Columns.column("state", "State"),
            Columns.column(LAST, "Last token"),
            Columns.column(REFUSED, "Refusals today"));

    /**
     * Model of the list.
     *
     * @param fresh whether there is no application at all
     * @param selected whether all rows are selected
     */
    public record Page(Listing<Row> list, Columns columns, boolean fresh, boolean selected) {}

    /** Model of the form for a new one. */
    public record New(Fields fields) {
        public List<? extends Field<?, ?, ?>> rows() {
            return ROWS;
        }
    }

    /** One application. */
    public record Row(RegisteredClient application, Activity activity) {}

    /** Model of the page with a new secret, shown once; its string form is redacted. */
    public record Shown(ApplicationHead head, String secret, boolean isNew) {
        @Override
        public String toString() {
            return "Shown[redacted]";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, this::list),
                Route.form(Role.EDITOR, PATH, this::enable),
                Route.page(Role.EDITOR, NEW, _ -> form(fresh(), 200)),
                Route.form(Role.EDITOR, NEW, this::create));
    }

    private PageResponse list(PageRequest request) {
        List<RegisteredClient> all = useCases.configuration().applicationsByName();
        Map<ApplicationId, Activity> ofAll =
                Listing.isOrderedBy(request.query(), LAST, REFUSED) ? activity(all) : Map.of();
        Listing<RegisteredClient> list =
                Listing.of(PATH, all, ApplicationsSection::fits, columns(ofAll), request.query());
        Map<ApplicationId, Activity> activity =
                ofAll.isEmpty() ? activity(list.rows().items()) : ofAll;
        var rows =
                list.map(application -> new Row(application, activity.getOrDefault(application.id(), Activity.NONE)));
        return PageResponse.page(
                "Applications",
                PATH,
                "applications.jte",
                new Page(
                        rows,
                        Columns.of(request, "applications", COLUMNS),
                        all.isEmpty(),
                        SelectedRows.areAll(request)));
    }

    private PageResponse enable(PageRequest request) {
        return SelectedRows.enable(
                request,
                PATH,
                Paged.LENGTH,
                useCases.configuration(),
                RegisteredKind.APPLICATIONS,
                RegisteredClient::enabled,
                (application, edit) -> useCases.applications()
                        .change(request.administrator(), application.id(), new ExpectedVersion.Any(), edit));
    }

    private Map<ApplicationId, Activity> activity(List<RegisteredClient> applications) {
        return counts.ofApplications(
                applications.stream().map(RegisteredClient::id).toList());
    }

    private static List<Listing.Column<RegisteredClient>> columns(Map<ApplicationId, Activity> activity) {
        Function<RegisteredClient, Activity> of = application -> activity.getOrDefault(application.id(), Activity.NONE);
        return List.of(
                new Listing.Column<>(
                        "name", Comparator.comparing(RegisteredClient::name, String.CASE_INSENSITIVE_ORDER)),
                new Listing.Column<>(
                        "client",
                        Comparator.comparing(
                                application -> application.clientId().value())),
                new Listing.Column<>("state", Comparator.comparing(RegisteredClient::enabled)),
                new Listing.Column<>(
                        LAST,
                        Comparator.comparing(application ->
                                of.apply(application).lastAccepted().orElse(Instant.EPOCH))),
                new Listing.Column<>(
                        REFUSED,
                        Comparator.comparingLong(
                                application -> of.apply(application).refusedToday())));
    }

    private static boolean fits(RegisteredClient application, String text) {
        return application.name().toLowerCase(Locale.ROOT).contains(text)
                || application.clientId().value().toLowerCase(Locale.ROOT).contains(text);
    }

    private static Fields fresh() {
        return Fields.of(MemberFields.values(ROWS, ApplicationFields.TABLE.defaults()));
    }

    private static PageResponse.Html form(Fields fields, int status) {
        return new PageResponse.Html(
                status, "New application", PATH, "application-new.jte", new New(fields), List.of());
    }

    private PageResponse create(PageRequest request) {
        Map<String, Object> input = MemberFields.patch(ROWS, request.form());
        return switch (useCases.applications().register(request.administrator(), input)) {
            case Outcome.Done<Registration>(var registration) -> {
                RegisteredClient application = registration.application().value();
                List<Notice> warnings = registration.application().warnings().stream()
                        .map(Notice::about)
                        .toList();
                yield registration
                        .secret()
                        .<PageResponse>map(
                                secret -> shown(application, secret, true).withAll(warnings))
                        .orElseGet(() -> new PageResponse.SeeOther(PATH + "/" + application.id(), warnings));
            }
            case Outcome.Invalid<Registration>(var problems) -> again(request, problems);
            case Outcome.Forbidden<Registration>(var problems) -> again(request, problems);
            case Outcome.Conflict<Registration>(var _, var _, var problems) -> again(request, problems);
            default -> throw new IllegalStateException("a registration does not find a missing or stale version");
        };
    }

    private static PageResponse again(PageRequest request, List<Problem> problems) {
        return form(Fields.of(request.form(), problems), 422);
    }

    /** The only page that shows a secret; it is a response to the form rather than a page of its own. */
    static PageResponse.Html shown(RegisteredClient application, String secret, boolean isNew) {
        return PageResponse.page(
                application.name(),
                PATH,
                "application-secret.jte",
                new Shown(ApplicationHead.of(application, "secrets"), secret, isNew));
    }
}
