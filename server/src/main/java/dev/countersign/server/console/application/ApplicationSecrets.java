package dev.countersign.server.console.application;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.FormEdits;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.SecretUseCases.AddedSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages of an application's secrets: two may be active at the same time, so that one can be replaced without
 * interruption.
 */
public record ApplicationSecrets(UseCases useCases, LastUses lastUses, InstantSource clock) implements ConsoleSection {
    private static final String ONE = ApplicationsSection.PATH + "/{id}/secrets";
    private static final String DAYS = "/expires_in_seconds";

    /** Model of the tab. */
    public record Page(ApplicationHead head, Fields fields, List<Secret> secrets) {
        public boolean isFull() {
            return secrets.stream().filter(secret -> !secret.expired()).count() >= RegisteredClient.MOST_SECRETS;
        }
    }

    /** Description of one secret, without its value. */
    public record Secret(
            String id, Instant createdAt, Optional<Instant> expiresAt, Optional<Instant> lastUsedAt, boolean expired) {}

    /** Model of the confirmation page before a secret is removed. */
    public record Question(ApplicationHead head, Secret secret, long others) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(ONE, request -> show(request, application -> page(application, fresh(), 200))),
                Route.form(Role.EDITOR, ONE, request -> show(request, application -> add(request, application))),
                Route.page(
                        Role.EDITOR,
                        ONE + "/{secret}/remove",
                        request -> show(request, application -> ask(request, application))),
                Route.form(
                        Role.EDITOR,
                        ONE + "/{secret}/remove",
                        request -> show(request, application -> remove(request, application))));
    }

    private static Fields fresh() {
        return Fields.of(Map.of(DAYS, List.of("")));
    }

    private PageResponse show(PageRequest request, Function<RegisteredClient, PageResponse> page) {
        return useCases.configuration()
                .application(new ApplicationId(request.variable("id")))
                .map(page)
                .orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse.Html page(RegisteredClient application, Fields fields, int status) {
        return new PageResponse.Html(
                status,
                application.name(),
                ApplicationsSection.PATH,
                "application-secrets.jte",
                new Page(ApplicationHead.of(application, "secrets"), fields, secrets(application)),
                List.of());
    }

    private List<Secret> secrets(RegisteredClient application) {
        Map<String, Instant> uses = lastUses.ofSecrets(application.id());
        return application.credentials().secrets().stream()
                .map(secret -> secret(secret, uses))
                .toList();
    }

    private Secret secret(ClientSecret secret, Map<String, Instant> uses) {
        return new Secret(
                secret.id(),
                secret.createdAt(),
                secret.expiresAt(),
                Optional.ofNullable(uses.get(secret.id())).or(secret::lastUsedAt),
                secret.isExpired(clock.instant()));
    }

    private PageResponse add(PageRequest request, RegisteredClient application) {
        var input = new LinkedHashMap<String, Object>();
        request.form()
                .text(DAYS)
                .ifPresent(days -> input.put(
                        "expires_in_seconds",
                        days.matches("[0-9]{1,6}")
                                ? (Object) Duration.ofDays(Long.parseLong(days)).toSeconds()
                                : days));
        return switch (useCases.secrets()
                .add(request.administrator(), application.id(), FormEdits.version(request), input)) {
            case Outcome.Done<AddedSecret>(var added) ->
                useCases.configuration()
                        .application(application.id())
                        .<PageResponse>map(now -> ApplicationsSection.shown(now, added.secret(), false))
                        .orElseGet(PageResponse.NotFound::new);
            case Outcome.Invalid<AddedSecret>(var problems) ->
                page(application, Fields.of(request.form(), problems), 422);
            case Outcome.Forbidden<AddedSecret>(var problems) ->
                page(application, Fields.of(request.form(), problems), 422);
            case Outcome.Conflict<AddedSecret>(var code, var detail, var _) ->
                page(application, Fields.of(request.form(), List.of(new Problem("", code, detail))), 422);
            case Outcome.Stale<AddedSecret>() ->
                PageResponse.seeOther(
                        ApplicationHead.of(application, "").path() + "/secrets",
                        Notice.problem(
                                "The application was changed in the meantime. The page shows its current state."));
            case Outcome.InUse<AddedSecret> _, Outcome.NotFound<AddedSecret> _ -> new PageResponse.NotFound();
        };
    }

    private PageResponse ask(PageRequest request, RegisteredClient application) {
        List<Secret> all = secrets(application);
        return all.stream()
                .filter(secret -> secret.id().equals(request.variable("secret")))
                .findFirst()
                .<PageResponse>map(secret -> PageResponse.page(
                        "Remove a secret of " + application.name(),
                        ApplicationsSection.PATH,
                        "application-secret-remove.jte",
                        new Question(
                                ApplicationHead.of(application, "secrets"),
                                secret,
                                all.stream()
                                        .filter(other -> !other.expired() && !other.equals(secret))
                                        .count())))
                .orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse remove(PageRequest request, RegisteredClient application) {
        String here = ApplicationHead.of(application, "").path() + "/secrets";
        return FormEdits.removed(
                useCases.secrets()
                        .remove(
                                request.administrator(),
                                application.id(),
                                FormEdits.version(request),
                                request.variable("secret")),
                here,
                here + "/" + request.variable("secret") + "/remove",
                "The secret is removed. Requests with it are refused.");
    }
}
