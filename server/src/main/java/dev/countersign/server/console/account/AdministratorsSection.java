package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Lists;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.ServerFacts;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Invitation;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Pages of the console's users and their sessions. */
public record AdministratorsSection(PeopleServices people, ServerFacts server) implements ConsoleSection {
    private static final String PATH = "/administrators";
    private static final String ONE = PATH + "/{id}";
    private static final String TITLE = "Administrators";

    /**
     * Model of the list; it holds sessions only for users who may end them.
     *
     * @param invites whether people can be invited
     */
    public record Page(List<Person> people, List<Session> sessions, boolean invites) {}

    /** Model of the page for a new user. */
    public record Invite(Fields fields) {}

    /** Model of the page with a link, shown once; its string form is redacted. */
    public record Shown(Person person, String link) {
        @Override
        public String toString() {
            return "Shown[redacted]";
        }
    }

    /**
     * Model of the page of one user.
     *
     * @param takesLinks whether the user can get a sign-in link
     */
    public record One(Person person, Fields fields, List<Session> sessions, boolean takesLinks) {
        public String path() {
            return PATH + "/" + person.id().value();
        }
    }

    /**
     * Model of the confirmation page before a change to a user.
     *
     * @param action the last segment of the form's path
     */
    public record Question(Person person, String action, String text, String button) {
        public String path() {
            return PATH + "/" + person.id().value();
        }
    }

    /** Change to a user that is confirmed first. */
    private enum Action {
        LINK(
                "link",
                "New sign-in link",
                "All sessions, earlier links and personal access tokens end immediately. Passkeys are removed. The current password works until the link is used.",
                "Create the link"),
        DISABLE(
                "disable",
                "Disable",
                "All sessions end immediately. Signing in and personal access tokens are refused until the account is enabled again.",
                "Disable"),
        REMOVE(
                "remove",
                "Remove",
                "All sessions and personal access tokens end immediately. Audit events keep the name of this person.",
                "Remove");

        private final String path;
        private final String title;
        private final String text;
        private final String button;

        Action(String path, String title, String text, String button) {
            this.path = path;
            this.title = title;
            this.text = text;
            this.button = button;
        }
    }

    @Override
    public List<Route> routes() {
        List<Route> fixed = List.of(
                Route.page(PATH, this::list),
                Route.page(Role.ADMINISTRATOR, PATH + "/new", _ -> invitation(fresh(), 200)),
                Route.form(Role.ADMINISTRATOR, PATH + "/new", this::invite),
                Route.form(Role.ADMINISTRATOR, PATH + "/sessions/{id}/end", this::revoke),
                Route.page(Role.ADMINISTRATOR, ONE, request -> show(request, person -> one(person, 200, List.of()))),
                Route.form(Role.ADMINISTRATOR, ONE, this::changeRole),
                Route.form(Role.ADMINISTRATOR, ONE + "/enable", request -> enable(request, true)),
                Route.form(Role.ADMINISTRATOR, ONE + "/link", this::link),
                Route.form(Role.ADMINISTRATOR, ONE + "/disable", request -> enable(request, false)),
                Route.form(Role.ADMINISTRATOR, ONE + "/remove", this::remove));
        return Lists.and(
                fixed,
                Arrays.stream(Action.values())
                        .map(action -> Route.page(
                                Role.ADMINISTRATOR,
                                ONE + "/" + action.path,
                                request -> show(request, person -> ask(person, action))))
                        .toList());
    }

    private static PersonId id(PageRequest request) {
        return new PersonId(request.variable("id"));
    }

    private PageResponse show(PageRequest request, Function<Person, PageResponse> page) {
        return people.people().find(id(request)).map(page).orElseGet(PageResponse.NotFound::new);
    }

    private PageResponse list(PageRequest request) {
        List<Session> sessions =
                request.may(Role.ADMINISTRATOR) ? people.sessions().all() : List.of();
        return PageResponse.page(
                TITLE,
                PATH,
                "administrators.jte",
                new Page(people.people().all(), sessions, people.people().acceptPasswords()));
    }

    private static Fields fresh() {
        return Fields.of(Map.of("/username", List.of(""), "/role", List.of(Role.VIEWER.word())));
    }

    private static PageResponse.Html invitation(Fields fields, int status) {
        return new PageResponse.Html(
                status, "Invite a person", PATH, "administrator-new.jte", new Invite(fields), List.of());
    }

    private PageResponse invite(PageRequest request) {
        Optional<Role> role = request.form().text("/role").flatMap(Role::of);
        if (role.isEmpty()) {
            return invitation(Fields.of(request.form(), noRole()), 422);
        }
        String username = request.form().text("/username").orElse("");
        return switch (people.people().invite(username, role.get(), request.administrator())) {
            case Outcome.Done<Invitation>(var invitation) -> shown(invitation);
            case Outcome.Invalid<Invitation>(var problems) -> invitation(Fields.of(request.form(), problems), 422);
            default -> throw new IllegalStateException("an invitation does not find a missing or stale version");
        };
    }

    private static List<Problem> noRole() {
        return List.of(new Problem("/role", "required", "Choose a role."));
    }

    /** The only page that shows the link; it is a response to the form rather than a page of its own. */
    private PageResponse shown(Invitation invitation) {
        String link =
                server.endpoint("/console/welcome?code=" + invitation.code().value());
        return PageResponse.page(
                invitation.person().username(), PATH, "administrator-link.jte", new Shown(invitation.person(), link));
    }

    private PageResponse.Html one(Person person, int status, List<Problem> problems) {
        var fields = Fields.of(
                Fields.of(Map.of("/role", List.of(person.role().word()))).form(), problems);
        return new PageResponse.Html(
                status,
                person.username(),
                PATH,
                "administrator.jte",
                new One(
                        person,
                        fields,
                        people.sessions().of(person.id()),
                        person.provider().isEmpty() && people.people().acceptPasswords()),
                List.of());
    }

    private static PageResponse ask(Person person, Action action) {
        return PageResponse.page(
                action.title + ": " + person.username(),
                PATH,
                "administrator-question.jte",
                new Question(person, action.path, action.text, action.button));
    }

    private PageResponse changeRole(PageRequest request) {
        Optional<Role> role = request.form().text("/role").flatMap(Role::of);
        return role.isEmpty()
                ? show(request, person -> one(person, 422, noRole()))
                : answer(
                        request,
                        people.people().changeRole(id(request), role.get(), request.administrator()),
                        "The role is changed. It applies from the next request.");
    }

    private PageResponse enable(PageRequest request, boolean enabled) {
        return answer(
                request,
                people.people().setEnabled(id(request), enabled, request.administrator()),
                enabled ? "The account is enabled." : "The account is disabled, and all its sessions are ended.");
    }

    private PageResponse link(PageRequest request) {
        return switch (people.people().newLink(id(request), request.administrator())) {
            case Outcome.Done<Invitation>(var invitation) -> shown(invitation);
            case Outcome.Conflict<Invitation>(var code, var detail, var _) ->
                show(request, person -> one(person, 422, List.of(new Problem("", code, detail))));
            default -> new PageResponse.NotFound();
        };
    }

    private PageResponse remove(PageRequest request) {
        Outcome<Person> outcome = people.people().remove(id(request), request.administrator());
        return outcome instanceof Outcome.Done<Person>(var person)
                ? PageResponse.seeOther(PATH, Notice.done("%s is removed.".formatted(person.username())))
                : answer(request, outcome, "Removed.");
    }

    private PageResponse answer(PageRequest request, Outcome<Person> outcome, String done) {
        return switch (outcome) {
            case Outcome.Done<Person>(var person) ->
                PageResponse.seeOther(PATH + "/" + person.id().value(), Notice.done(done));
            case Outcome.Conflict<Person>(var code, var detail, var _) ->
                show(request, person -> one(person, 422, List.of(new Problem("", code, detail))));
            case Outcome.Invalid<Person>(var problems) -> show(request, person -> one(person, 422, problems));
            case Outcome.Forbidden<Person>(var problems) -> show(request, person -> one(person, 422, problems));
            case Outcome.NotFound<Person> _, Outcome.Stale<Person> _, Outcome.InUse<Person> _ ->
                new PageResponse.NotFound();
        };
    }

    private PageResponse revoke(PageRequest request) {
        boolean ended = people.sessions().revoke(new SessionId(request.variable("id")), request.administrator());
        return PageResponse.seeOther(
                PATH, ended ? Notice.done("The session is ended.") : Notice.warning("The session had already ended."));
    }
}
