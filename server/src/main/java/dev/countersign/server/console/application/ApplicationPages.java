package dev.countersign.server.console.application;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.console.activity.ActivityCharts;
import dev.countersign.server.console.activity.PartyActivity;
import dev.countersign.server.console.flow.FlowPicture;
import dev.countersign.server.console.flow.Flows;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.MemberFields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.console.undo.RevocationNotice;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.field.Field;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Pages of one application: protocol, quick start, events, and removal. */
public record ApplicationPages(
        UseCases useCases, RevokeTokens revokeTokens, ServerFacts server, ExchangeCounts counts, ActivityCharts charts)
        implements ConsoleSection {
    private static final String ONE = ApplicationsSection.PATH + "/{id}";

    private static final List<? extends Field<?, ?, ?>> PROTOCOL = ApplicationFields.TABLE.in(
            "general",
            "grants",
            "exchange",
            "authentication",
            "keys",
            "certificate",
            "tokens",
            "possession",
            "refresh");
    private static final List<? extends Field<?, ?, ?>> KEYS = ApplicationFields.TABLE.in("keys");
    private static final List<? extends Field<?, ?, ?>> NAMES = ApplicationFields.TABLE.in("certificate");

    /** Model of the tab with grant types, authentication and tokens. */
    public record Protocol(ApplicationHead head, Fields fields) {
        /** The fields of a section of the page. */
        public List<? extends Field<?, ?, ?>> rows(String section) {
            return ApplicationFields.TABLE.in(section);
        }

        /** Whether the chosen authentication needs keys. */
        public boolean hasKeys() {
            return method().filter(AuthenticationMethod::usesKeys).isPresent();
        }

        /** Whether the chosen authentication needs a name in a certificate. */
        public boolean hasName() {
            return method().equals(Optional.of(AuthenticationMethod.TLS_CLIENT_AUTH));
        }

        /** Whether the application exchanges tokens, or has settings for it. */
        public boolean exchangesTokens() {
            return fields.has(ApplicationFields.GRANT_TYPES.pointer(), GrantType.TOKEN_EXCHANGE.value())
                    || rows("exchange").stream()
                            .anyMatch(row -> !fields.value(row.pointer()).isEmpty());
        }

        private Optional<AuthenticationMethod> method() {
            return AuthenticationMethod.of(fields.value("/token_endpoint_auth_method"));
        }

        /** The fields of its keys, of which the URL is first: keys at a URL can be replaced without the form. */
        public List<? extends Field<?, ?, ?>> keys() {
            return KEYS.reversed();
        }
    }

    /** Model of the tab with sample requests. */
    public record Start(ApplicationHead head, QuickStart.Programs programs) {}

    /** Model of the tab with recent events. */
    public record Events(ApplicationHead head, PartyActivity activity, FlowPicture flow) {}

    /** Model of the tab for removal: recent use, and the number of tokens issued in 30 days by issuer. */
    public record Danger(ApplicationHead head, Activity activity, Map<String, Long> uses) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(
                        ONE,
                        request -> show(
                                request,
                                application -> FormEdits.show(
                                        request, fields(application), fields -> protocol(application, fields, 200)))),
                Route.form(Role.EDITOR, ONE, this::updateProtocol),
                Route.page(
                        ONE + "/quick-start",
                        request -> show(
                                request,
                                application ->
                                        start(application, request.query().has("dpop")))),
                Route.page(ONE + "/activity", request -> show(request, application -> activity(request, application))),
                Route.page(
                        ONE + "/danger",
                        request -> show(request, application -> danger(application, "application-danger.jte"))),
                Route.page(
                        Role.EDITOR,
                        ONE + "/disable",
                        request -> show(request, application -> danger(application, "application-disable.jte"))),
                Route.form(Role.EDITOR, ONE + "/disable", this::disable),
                Route.form(Role.EDITOR, ONE + "/enable", request -> enable(request, true)),
                Route.page(
                        Role.EDITOR,
                        ONE + "/delete",
                        request -> show(request, application -> danger(application, "application-delete.jte"))),
                Route.form(Role.EDITOR, ONE + "/delete", this::delete));
    }

    private Optional<RegisteredClient> find(PageRequest request) {
        return useCases.configuration().application(new ApplicationId(request.variable("id")));
    }

    private PageResponse show(PageRequest request, Function<RegisteredClient, PageResponse> page) {
        return find(request).map(page).orElseGet(PageResponse.NotFound::new);
    }

    private static PageResponse.Html html(RegisteredClient application, int status, String template, Object page) {
        return new PageResponse.Html(status, application.name(), ApplicationsSection.PATH, template, page, List.of());
    }

    private static PageResponse.Html protocol(RegisteredClient application, Fields fields, int status) {
        return html(application, status, "application.jte", new Protocol(ApplicationHead.of(application, ""), fields));
    }

    private static Fields fields(RegisteredClient application) {
        return Fields.of(MemberFields.values(PROTOCOL, ApplicationFields.document(application)));
    }

    private PageResponse updateProtocol(PageRequest request) {
        Form form = request.form();
        Map<String, Object> patch = MemberFields.patch(PROTOCOL, form);
        Optional<AuthenticationMethod> method =
                AuthenticationMethod.of(String.valueOf(patch.get("token_endpoint_auth_method")));
        if (method.filter(AuthenticationMethod::usesKeys).isEmpty()) {
            KEYS.forEach(row -> patch.put(row.pointer().substring(1), JsonNull.NULL));
        }
        if (method.filter(AuthenticationMethod.TLS_CLIENT_AUTH::equals).isEmpty()) {
            NAMES.forEach(row -> patch.put(row.pointer().substring(1), JsonNull.NULL));
        }
        return change(
                request,
                patch,
                "",
                "The application is updated.",
                (application, problems) -> protocol(application, Fields.of(form, problems), 422));
    }

    private PageResponse start(RegisteredClient application, boolean withProof) {
        return html(
                application,
                200,
                "application-quick-start.jte",
                new Start(
                        ApplicationHead.of(application, "quick-start"), QuickStart.of(application, server, withProof)));
    }

    private PageResponse activity(PageRequest request, RegisteredClient application) {
        return html(
                application,
                200,
                "application-activity.jte",
                new Events(
                        ApplicationHead.of(application, "activity"),
                        PartyActivity.ofApplication(charts, request, application.name()),
                        new Flows(useCases.configuration(), counts).of(application)));
    }

    private PageResponse.Html danger(RegisteredClient application, String template) {
        TrustConfiguration configuration = useCases.configuration();
        var uses = new LinkedHashMap<String, Long>();
        counts.exchangesOf(application.id(), 30, configuration.issuersByName().size())
                .forEach((id, exchanges) ->
                        configuration.issuer(id).ifPresent(issuer -> uses.put(issuer.name(), exchanges)));
        Activity activity =
                counts.ofApplications(List.of(application.id())).getOrDefault(application.id(), Activity.NONE);
        return html(application, 200, template, new Danger(ApplicationHead.of(application, "danger"), activity, uses));
    }

    private PageResponse enable(PageRequest request, boolean enabled) {
        return change(
                request,
                Map.of("enabled", enabled),
                "/danger",
                enabled
                        ? "The application is enabled. It can request tokens again."
                        : "The application is disabled. It receives no tokens.",
                (application, problems) ->
                        danger(application, "application-danger.jte").withAll(Notice.problems(problems)));
    }

    /** Disables the application first and revokes its tokens then, so that no new ones are issued in between. */
    private PageResponse disable(PageRequest request) {
        PageResponse response = enable(request, false);
        Optional<RegisteredClient> disabled = find(request);
        return response instanceof PageResponse.SeeOther changed
                        && request.form().text("revoke").isPresent()
                        && disabled.isPresent()
                ? RevocationNotice.after(
                        changed, () -> revokeTokens.ofApplication(request.administrator(), disabled.get()))
                : response;
    }

    private PageResponse delete(PageRequest request) {
        return show(
                request,
                application -> FormEdits.removed(
                        useCases.applications()
                                .remove(request.administrator(), application.id(), FormEdits.version(request)),
                        ApplicationsSection.PATH,
                        ApplicationsSection.PATH + "/" + application.id().value() + "/delete",
                        "The application %s is deleted.".formatted(application.name())));
    }

    private PageResponse change(
            PageRequest request,
            Map<String, Object> patch,
            String tab,
            String done,
            BiFunction<RegisteredClient, List<Problem>, PageResponse.Html> again) {
        return new ApplicationEdits(useCases).change(request, patch, tab, done, again);
    }
}
