package dev.countersign.server.console.issuer;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Paged;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.HealthMark;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Page with the list of trusted token issuers and their states. */
public record ConnectionsSection(TrustConfiguration configuration, IssuerHealth health, ExchangeCounts counts)
        implements ConsoleSection {
    public static final String PATH = "/connections";
    private static final String TITLE = "Connections";

    /** Model of the list. */
    public record Page(Fields fields, Paged<Row> rows, boolean fresh) {}

    /** One issuer. */
    public record Row(TrustedIssuer issuer, IssuerHealth.Finding finding, Activity activity) {
        public HealthMark mark() {
            return HealthMark.of(finding.state());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.page(PATH, this::list));
    }

    private PageResponse list(PageRequest request) {
        Optional<String> q = request.query().text("q").map(text -> text.toLowerCase(Locale.ROOT));
        List<TrustedIssuer> all = configuration.issuersByName();
        List<TrustedIssuer> found = all.stream()
                .filter(issuer -> q.filter(text -> !fits(issuer, text)).isEmpty())
                .toList();
        Paged<TrustedIssuer> page = Paged.of(found, request.query());
        Map<IssuerId, Activity> activity =
                counts.ofIssuers(page.items().stream().map(TrustedIssuer::id).toList());
        var rows = page.map(
                issuer -> new Row(issuer, health.of(issuer), activity.getOrDefault(issuer.id(), Activity.NONE)));
        var fields = Fields.of(Map.of("q", List.of(request.query().text("q").orElse(""))));
        return PageResponse.page(TITLE, PATH, "connections.jte", new Page(fields, rows, all.isEmpty()));
    }

    private static boolean fits(TrustedIssuer issuer, String text) {
        return issuer.name().toLowerCase(Locale.ROOT).contains(text)
                || issuer.issuer().value().toLowerCase(Locale.ROOT).contains(text);
    }
}
