package dev.countersign.server.console.overview;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.chart.Chart;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.HealthMark;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.CodeCount;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.insight.IssuerHealth.State;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Overview page: notices, exchanges over time, and the issuers. */
public record HomeSection(
        TrustConfiguration configuration, IssuerHealth health, NoticeServices notices, ExchangeCounts counts)
        implements ConsoleSection {
    private static final int FEW = 3;
    private static final int MOST_CODES = 5;
    private static final int MOST_ISSUERS = 8;
    private static final int MOST_NOTICES = 20;

    /**
     * Model of the page.
     *
     * @param steps remaining steps of the first setup; empty when there are none
     * @param issuers issuers that need attention first
     */
    public record Page(
            List<Step> steps,
            String over,
            Chart chart,
            List<Refusal> refusals,
            List<Issuer> issuers,
            int moreIssuers,
            List<NoticeRow> notices,
            int moreNotices,
            long undelivered) {}

    /** One step of the first setup. */
    public record Step(boolean done, String path, String title, String text) {}

    /** Number of refusals for one reason. */
    public record Refusal(String code, String title, long count) {}

    /** State of one issuer. */
    public record Issuer(TrustedIssuer issuer, HealthMark mark) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.page("/", this::show), Route.form(Role.EDITOR, "/notices/deliveries/retry", this::retry));
    }

    private PageResponse retry(PageRequest request) {
        long retried = notices.undelivered().retry(request.administrator());
        return PageResponse.seeOther("", Notice.done("Messages that are sent again: " + retried));
    }

    private PageResponse show(PageRequest request) {
        String over = request.query()
                .text("over")
                .filter(List.of("hour", "day", "week")::contains)
                .orElse("day");
        Span span = Span.valueOf(over.toUpperCase(Locale.ROOT));
        List<Bucket> buckets = counts.over(span);
        List<Issuer> issuers = issuers();
        List<NoticeRow> all = notices.open().list().stream().map(NoticeRow::of).toList();
        return PageResponse.page(
                "Home",
                "",
                "home.jte",
                new Page(
                        steps(),
                        over,
                        Chart.ofOutcomes(buckets),
                        counts.refusals(span, MOST_CODES).stream()
                                .map(HomeSection::refusal)
                                .toList(),
                        issuers.stream().limit(MOST_ISSUERS).toList(),
                        Math.max(0, issuers.size() - MOST_ISSUERS),
                        all.stream().limit(MOST_NOTICES).toList(),
                        Math.max(0, all.size() - MOST_NOTICES),
                        notices.undelivered().count()));
    }

    /** The steps of the first setup; none for an installation with more than a few issuers. */
    private List<Step> steps() {
        List<TrustedIssuer> issuers = configuration.issuers();
        if (issuers.size() > FEW) {
            return List.of();
        }
        boolean application = configuration.applications().stream()
                .anyMatch(one -> one.access().grantTypes().contains(GrantType.JWT_BEARER));
        boolean tried = counts.ofIssuers(issuers.stream().map(TrustedIssuer::id).toList()).values().stream()
                .anyMatch(activity -> activity.lastAccepted().isPresent());
        return tried && application
                ? List.of()
                : List.of(
                        new Step(
                                !issuers.isEmpty(),
                                "/connections/new",
                                "Add an issuer",
                                "The third party whose tokens you accept, with its keys."),
                        new Step(
                                application,
                                "/applications/new",
                                "Create an application",
                                "The client that presents those tokens. It receives a client id and a client secret."),
                        new Step(
                                tried,
                                "/try",
                                "Try it",
                                "Paste a token of the issuer to see every check and the access token you get."));
    }

    private static Refusal refusal(CodeCount counted) {
        return new Refusal(
                counted.code(),
                RejectionCode.of(counted.code()).map(RejectionCode::title).orElse(""),
                counted.count());
    }

    private List<Issuer> issuers() {
        record Judged(TrustedIssuer issuer, State state) {}
        return configuration.issuersByName().stream()
                .map(issuer -> new Judged(issuer, health.of(issuer).state()))
                .sorted(Comparator.comparingInt(judged -> urgency(judged.state())))
                .map(judged -> new Issuer(judged.issuer(), HealthMark.of(judged.state())))
                .toList();
    }

    private static int urgency(State state) {
        return switch (state) {
            case FAILING, NO_KEYS -> 0;
            case STALE -> 1;
            case HEALTHY -> 2;
            case NOT_YET_FETCHED -> 3;
            case DISABLED -> 4;
        };
    }
}
