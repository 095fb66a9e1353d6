package dev.countersign.server.console.issuer;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Listing;
import dev.countersign.server.console.form.Paged;
import dev.countersign.server.console.list.Columns;
import dev.countersign.server.console.list.SelectedRows;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.HealthMark;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Page with the list of trusted token issuers and their states. */
public record ConnectionsSection(UseCases useCases, IssuerHealth health, ExchangeCounts counts)
        implements ConsoleSection {
    public static final String PATH = "/connections";
    private static final String TITLE = "Connections";
    private static final String LAST = "last";
    private static final String REFUSED = "refused";

    private static final List<Map.Entry<String, String>> COLUMNS = List.of(
            Columns.column("issuer", "Issuer"),
            Columns.column("keys", "Keys"),
            Columns.column(LAST, "Last exchange"),
            Columns.column(REFUSED, "Refusals today"));

    /**
     * Model of the list.
     *
     * @param fresh whether there is no issuer at all
     * @param selected whether all rows are selected
     */
    public record Page(Listing<Row> list, Columns columns, boolean fresh, boolean selected) {}

    /** One issuer. */
    public record Row(TrustedIssuer issuer, IssuerHealth.Finding finding, Activity activity) {
        public HealthMark mark() {
            return HealthMark.of(finding.state());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.page(PATH, this::list), Route.form(Role.EDITOR, PATH, this::enable));
    }

    private PageResponse list(PageRequest request) {
        List<TrustedIssuer> all = useCases.configuration().issuersByName();
        Map<IssuerId, Activity> ofAll = Listing.isOrderedBy(request.query(), LAST, REFUSED) ? activity(all) : Map.of();
        Listing<TrustedIssuer> list = Listing.of(PATH, all, ConnectionsSection::fits, columns(ofAll), request.query());
        Map<IssuerId, Activity> activity =
                ofAll.isEmpty() ? activity(list.rows().items()) : ofAll;
        var rows = list.map(
                issuer -> new Row(issuer, health.of(issuer), activity.getOrDefault(issuer.id(), Activity.NONE)));
        return PageResponse.page(
                TITLE,
                PATH,
                "connections.jte",
                new Page(
                        rows,
                        Columns.of(request, "connections", COLUMNS),
                        all.isEmpty(),
                        SelectedRows.areAll(request)));
    }

    private PageResponse enable(PageRequest request) {
        return SelectedRows.enable(
                request,
                PATH,
                Paged.LENGTH,
                useCases.configuration(),
                RegisteredKind.ISSUERS,
                TrustedIssuer::enabled,
                (issuer, edit) -> useCases.issuers()
                        .change(request.administrator(), issuer.id(), new ExpectedVersion.Any(), edit));
    }

    private Map<IssuerId, Activity> activity(List<TrustedIssuer> issuers) {
        return counts.ofIssuers(issuers.stream().map(TrustedIssuer::id).toList());
    }

    private List<Listing.Column<TrustedIssuer>> columns(Map<IssuerId, Activity> activity) {
        Function<TrustedIssuer, Activity> of = issuer -> activity.getOrDefault(issuer.id(), Activity.NONE);
        return List.of(
                new Listing.Column<>("name", Comparator.comparing(TrustedIssuer::name, String.CASE_INSENSITIVE_ORDER)),
                new Listing.Column<>(
                        "issuer", Comparator.comparing(issuer -> issuer.issuer().value())),
                new Listing.Column<>(
                        "keys", Comparator.comparing(issuer -> health.of(issuer).state())),
                new Listing.Column<>(
                        LAST,
                        Comparator.comparing(
                                issuer -> of.apply(issuer).lastAccepted().orElse(Instant.EPOCH))),
                new Listing.Column<>(
                        REFUSED,
                        Comparator.comparingLong(issuer -> of.apply(issuer).refusedToday())));
    }

    private static boolean fits(TrustedIssuer issuer, String text) {
        return issuer.name().toLowerCase(Locale.ROOT).contains(text)
                || issuer.issuer().value().toLowerCase(Locale.ROOT).contains(text);
    }
}
