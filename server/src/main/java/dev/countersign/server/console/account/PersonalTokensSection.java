package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.People;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokens;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pages of personal access tokens: those of the signed-in user, who creates and revokes them, and those of another user,
 * which an administrator revokes.
 */
public record PersonalTokensSection(People people, PersonalTokens tokens) implements ConsoleSection {
    private static final String OWN = "/account/tokens";
    private static final String PEOPLE = "/administrators";
    private static final String THEIRS = PEOPLE + "/{id}/tokens";
    private static final String REVOKE = "/{token}/revoke";

    /**
     * Model of a list.
     *
     * @param path of the list
     * @param now the time at which some have expired
     */
    public record Listed(Person person, List<PersonalToken> tokens, String path, Instant now) {}

    /**
     * Model of the page of the signed-in user.
     *
     * @param hasPassword whether a new token is confirmed by the password
     */
    public record Own(Listed list, boolean hasPassword, Fields fields) {
        /** The roles that a token of the user can have. */
        public List<Role> roles() {
            return Arrays.stream(Role.values())
                    .filter(list.person().role()::covers)
                    .toList();
        }
    }

    /** Model of the page with a new token, shown once; its string form is redacted. */
    public record Shown(PersonalToken token, String text) {
        @Override
        public String toString() {
            return "Shown[redacted]";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(OWN, request -> own(request, user -> page(user, fresh(), 200))),
                Route.form(Role.VIEWER, OWN, request -> own(request, user -> create(request, user))),
                Route.form(
                        Role.VIEWER,
                        OWN + REVOKE,
                        request -> own(
                                request, user -> revoke(request, user.person().id(), OWN))),
                Route.page(Role.ADMINISTRATOR, THEIRS, this::theirs),
                Route.form(Role.ADMINISTRATOR, THEIRS + REVOKE, this::revokeTheirs));
    }

    /** A visitor from the root organization has no account here, and so no tokens. */
    private static PageResponse own(PageRequest request, Function<PageRequest.SignedIn, PageResponse> page) {
        return request.signedIn()
                .filter(user -> !user.session().isVisit())
                .map(page)
                .orElseGet(PageResponse.NotFound::new);
    }

    private static Fields fresh() {
        return Fields.of(Map.of(
                "/name", List.of(""),
                "/role", List.of(Role.VIEWER.word()),
                "/days", List.of(Integer.toString(PersonalTokens.USUAL_DAYS)),
                "/current", List.of("")));
    }

    private Listed list(Person person, String path) {
        return new Listed(person, tokens.of(person.id()), path, tokens.now());
    }

    private PageResponse.Html page(PageRequest.SignedIn user, Fields fields, int status) {
        return new PageResponse.Html(
                status,
                "Personal access tokens",
                "none",
                "personal-tokens.jte",
                new Own(list(user.person(), OWN), people.hasPassword(user.session()), fields),
                List.of());
    }

    private PageResponse create(PageRequest request, PageRequest.SignedIn user) {
        List<Problem> objections =
                people.objections(user.session(), request.form().exact("/current"));
        if (!objections.isEmpty()) {
            return page(user, Fields.of(request.form(), objections), 422);
        }
        var draft = new PersonalTokens.Draft(
                request.form().text("/name").orElse(""),
                request.form().text("/role").flatMap(Role::of),
                request.form().text("/days").flatMap(PersonalTokensSection::number));
        return switch (tokens.create(user.person(), draft, request.administrator())) {
            case Outcome.Done<PersonalTokens.Issued>(var issued) ->
                PageResponse.page(
                        "New personal access token",
                        "none",
                        "personal-token.jte",
                        new Shown(issued.token(), issued.text().value()));
            case Outcome.Invalid<PersonalTokens.Issued>(var problems) ->
                page(user, Fields.of(request.form(), problems), 422);
            case Outcome.Conflict<PersonalTokens.Issued>(var code, var detail, var _) ->
                page(user, Fields.of(request.form(), List.of(new Problem("", code, detail))), 422);
            default -> new PageResponse.NotFound();
        };
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,6}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private PageResponse theirs(PageRequest request) {
        return people.find(person(request))
                .<PageResponse>map(person -> PageResponse.page(
                        "Personal access tokens of " + person.username(),
                        PEOPLE,
                        "personal-tokens-of.jte",
                        list(person, path(person.id()))))
                .orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse revokeTheirs(PageRequest request) {
        return revoke(request, person(request), path(person(request)));
    }

    private static PersonId person(PageRequest request) {
        return new PersonId(request.variable("id"));
    }

    private static String path(PersonId person) {
        return PEOPLE + "/" + person.value() + "/tokens";
    }

    private PageResponse revoke(PageRequest request, PersonId person, String path) {
        var id = new PersonalTokenId(request.variable("token"));
        return tokens.revoke(person, id, request.administrator()) instanceof Outcome.Done<PersonalToken>(var token)
                ? PageResponse.seeOther(path, Notice.done("The token %s is revoked.".formatted(token.name())))
                : new PageResponse.NotFound();
    }
}
