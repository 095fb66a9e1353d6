package dev.countersign.server.console.issuer;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.activity.ActivityCharts;
import dev.countersign.server.console.activity.PartyActivity;
import dev.countersign.server.console.flow.FlowPicture;
import dev.countersign.server.console.flow.Flows;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.HealthMark;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.undo.RevocationNotice;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.IssuerHealth;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.Force;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of one trusted token issuer: settings, events, and removal. */
public final class ConnectionPages implements ConsoleSection {
    private static final String ONE = ConnectionsSection.PATH + "/{id}";
    private static final int MOST_USERS = 20;
    private static final List<? extends Field<?, ?, ?>> ROWS = IssuerFields.TABLE.in("general", "notes");

    private final UseCases useCases;
    private final RevokeTokens revokeTokens;
    private final IssuerEdits edits;
    private final IssuerHealth health;
    private final ExchangeCounts counts;
    private final ActivityCharts charts;

    public ConnectionPages(
            UseCases useCases,
            RevokeTokens revokeTokens,
            IssuerHealth health,
            ExchangeCounts counts,
            ActivityCharts charts) {
        this.useCases = useCases;
        this.revokeTokens = revokeTokens;
        this.edits = new IssuerEdits(useCases);
        this.health = health;
        this.counts = counts;
        this.charts = charts;
    }

    /** Model of the first tab. */
    public record General(IssuerHead head, Fields fields, IssuerHealth.Finding finding, Activity activity) {
        /** The fields of the page. */
        public List<? extends Field<?, ?, ?>> rows() {
            return ROWS;
        }

        public HealthMark mark() {
            return HealthMark.of(finding.state());
        }

        public boolean isFetched() {
            return head.issuer().verification().keys() instanceof KeySource.JwksUrl;
        }
    }

    /** Model of the tab with recent events. */
    public record Events(IssuerHead head, PartyActivity activity, FlowPicture flow) {}

    /**
     * Model of the tab for removal: the applications that depend on the issuer.
     *
     * @param naming applications that name the issuer explicitly
     * @param users applications that received tokens for its assertions in 30 days, with the number of tokens; those
     *     with the most
     */
    public record Danger(IssuerHead head, Activity activity, List<String> naming, Map<String, Long> users) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        ONE,
                        request -> edits.show(
                                request,
                                issuer -> FormEdits.show(
                                        request, fields(issuer), fields -> general(issuer, fields, 200)))),
                Route.form(Role.EDITOR, ONE, this::update),
                Route.page(ONE + "/activity", request -> edits.show(request, issuer -> activity(request, issuer))),
                Route.page(
                        ONE + "/danger",
                        request -> edits.show(request, issuer -> danger(issuer, "connection-danger.jte"))),
                Route.page(
                        Role.EDITOR,
                        ONE + "/disable",
                        request -> edits.show(request, issuer -> danger(issuer, "connection-disable.jte"))),
                Route.form(Role.EDITOR, ONE + "/disable", this::disable),
                Route.form(Role.EDITOR, ONE + "/enable", request -> enable(request, true)),
                Route.page(
                        Role.EDITOR,
                        ONE + "/delete",
                        request -> edits.show(request, issuer -> danger(issuer, "connection-delete.jte"))),
                Route.form(Role.EDITOR, ONE + "/delete", this::delete));
    }

    private PageResponse.Html general(TrustedIssuer issuer, Fields fields, int status) {
        var page = new General(IssuerHead.of(issuer, ""), fields, health.of(issuer), activityOf(issuer));
        return new PageResponse.Html(status, issuer.name(), ConnectionsSection.PATH, "connection.jte", page, List.of());
    }

    private static Fields fields(TrustedIssuer issuer) {
        return Fields.of(MemberFields.values(ROWS, IssuerFields.document(issuer)));
    }

    private PageResponse update(PageRequest request) {
        return edits.change(
                request,
                MemberFields.patch(ROWS, request.form()),
                "",
                "The issuer is updated.",
                (issuer, problems) -> general(issuer, Fields.of(request.form(), problems), 422));
    }

    private PageResponse activity(PageRequest request, TrustedIssuer issuer) {
        return PageResponse.page(
                issuer.name(),
                ConnectionsSection.PATH,
                "connection-activity.jte",
                new Events(
                        IssuerHead.of(issuer, "activity"),
                        PartyActivity.ofIssuer(charts, request, issuer.name()),
                        new Flows(useCases.configuration(), counts).of(issuer)));
    }

    private PageResponse danger(TrustedIssuer issuer, String template) {
        TrustConfiguration configuration = useCases.configuration();
        List<String> naming = configuration.applicationsByName().stream()
                .filter(application -> application.access().names(issuer.name()))
                .map(RegisteredClient::name)
                .toList();
        var users = new LinkedHashMap<String, Long>();
        counts.exchangesOf(issuer.id(), 30, MOST_USERS)
                .forEach((id, exchanges) -> configuration
                        .application(id)
                        .ifPresent(application -> users.put(application.name(), exchanges)));
        return PageResponse.page(
                issuer.name(),
                ConnectionsSection.PATH,
                template,
                new Danger(IssuerHead.of(issuer, "danger"), activityOf(issuer), naming, users));
    }

    private Activity activityOf(TrustedIssuer issuer) {
        return counts.ofIssuers(List.of(issuer.id())).getOrDefault(issuer.id(), Activity.NONE);
    }

    private PageResponse enable(PageRequest request, boolean enabled) {
        return edits.change(
                request,
                Map.of("enabled", enabled),
                "/danger",
                enabled
                        ? "The issuer is enabled. Its tokens are accepted again."
                        : "The issuer is disabled. Its tokens are refused.",
                (issuer, problems) -> general(issuer, Fields.of(request.form(), problems), 422));
    }

    /** Disables the issuer first and revokes its tokens then, so that no new ones are issued in between. */
    private PageResponse disable(PageRequest request) {
        PageResponse response = enable(request, false);
        Optional<TrustedIssuer> disabled = edits.find(request);
        return response instanceof PageResponse.SeeOther changed
                        && request.form().text("revoke").isPresent()
                        && disabled.isPresent()
                ? RevocationNotice.after(changed, () -> revokeTokens.ofIssuer(request.administrator(), disabled.get()))
                : response;
    }

    private PageResponse delete(PageRequest request) {
        Optional<TrustedIssuer> issuer = edits.find(request);
        if (issuer.isEmpty()) {
            return new PageResponse.NotFound();
        }
        return FormEdits.removed(
                useCases.issuers()
                        .remove(
                                request.administrator(),
                                IssuerEdits.id(request),
                                FormEdits.version(request),
                                Force.REMOVE),
                ConnectionsSection.PATH,
                ConnectionsSection.PATH + "/" + issuer.get().id().value() + "/delete",
                "The trusted token issuer %s is deleted.".formatted(issuer.get().name()));
    }
}
