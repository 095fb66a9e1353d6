package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.Lists;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.People;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.PasskeyServices;
import dev.countersign.server.people.passkey.Passkeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Pages of the signed-in user's passkeys. A visitor from the root organization has none here. */
public record PasskeysSection(People people, PasskeyServices services) implements ConsoleSection {
    private static final String PATH = "/account/passkeys";
    private static final String ONE = PATH + "/{id}";
    private static final String NAME = "/name";
    private static final String CURRENT = "/current";

    /**
     * Model of the list.
     *
     * @param hasPassword whether changes are confirmed by the password
     */
    public record Page(List<Passkey> passkeys, boolean hasPassword, Fields fields) {
        public boolean mayAdd() {
            return passkeys.size() < Passkey.MOST;
        }
    }

    /** Model of the page of one passkey. */
    public record One(Passkey passkey, boolean hasPassword, Fields fields) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, request -> own(request, _ -> list(request, 200, List.of()))),
                Route.form(Role.VIEWER, PATH, request -> own(request, owner -> add(request, owner))),
                Route.form(Role.VIEWER, PATH + "/new", request -> own(request, owner -> begin(request, owner))),
                Route.page(ONE, request -> one(request, 200, List.of())),
                Route.form(Role.VIEWER, ONE, request -> own(request, owner -> rename(request, owner))),
                Route.form(Role.VIEWER, ONE + "/remove", request -> own(request, owner -> remove(request, owner))));
    }

    private static Session session(PageRequest request) {
        return request.signedIn()
                .map(PageRequest.SignedIn::session)
                .orElseThrow(() -> new IllegalStateException("the request has no session"));
    }

    /** A person of the OpenID provider has no passkeys: those would remain when the provider shuts the person out. */
    private static PageResponse own(PageRequest request, Function<Person, PageResponse> action) {
        return session(request).isVisit() || request.person().provider().isPresent()
                ? new PageResponse.NotFound()
                : action.apply(request.person());
    }

    private Passkeys passkeys() {
        return services.passkeys();
    }

    private PageResponse list(PageRequest request, int status, List<Problem> problems) {
        var page = new Page(
                passkeys().of(request.person()),
                people.hasPassword(session(request)),
                Fields.of(
                        Fields.of(Map.of(
                                        NAME, List.of(request.form().exact(NAME)),
                                        CURRENT, List.of("")))
                                .form(),
                        problems));
        return new PageResponse.Html(status, "Your passkeys", "none", "passkeys.jte", page, List.of());
    }

    /** The page on which the browser makes the passkey, after the user has confirmed the change. */
    private PageResponse begin(PageRequest request, Person owner) {
        String name = request.form().exact(NAME);
        List<Problem> problems = Lists.and(
                Passkeys.problems(name),
                people.objections(session(request), request.form().exact(CURRENT)));
        return problems.isEmpty() ? ceremony(request, owner, 200, name, List.of()) : list(request, 422, problems);
    }

    private PageResponse ceremony(PageRequest request, Person owner, int status, String name, List<String> faults) {
        var page = new CeremonyPage(
                "create",
                passkeys().options(owner, request.formToken()),
                services.party().origin(),
                PATH,
                Map.of(NAME, name),
                PATH,
                faults);
        return new PageResponse.Html(status, "Add a passkey", "none", CeremonyPage.TEMPLATE, page, List.of());
    }

    /** Only an accepted challenge shows that the change was confirmed: a refused one begins anew. */
    private PageResponse add(PageRequest request, Person owner) {
        String name = request.form().exact(NAME);
        List<Problem> problems = Passkeys.problems(name);
        if (!problems.isEmpty()) {
            return list(request, 422, problems);
        }
        var credential = request.form().exact(CeremonyPage.CREDENTIAL);
        return switch (passkeys().add(owner, request.formToken(), name, credential, request.administrator())) {
            case Passkeys.Added.Done(var passkey) ->
                PageResponse.seeOther(PATH, Notice.done("The passkey \"%s\" is added.".formatted(passkey.name())));
            case Passkeys.Added.Unreadable() -> list(request, 400, refused(CeremonyPage.UNREADABLE));
            case Passkeys.Added.Refused(var sentence) -> list(request, 422, refused(sentence));
        };
    }

    private static List<Problem> refused(String sentence) {
        return List.of(new Problem("", "refused", sentence));
    }

    private PageResponse one(PageRequest request, int status, List<Problem> problems) {
        return own(
                request,
                owner -> passkeys()
                        .find(owner, id(request))
                        .<PageResponse>map(passkey -> {
                            var fields = Fields.of(
                                    Fields.of(Map.of(NAME, List.of(passkey.name()), CURRENT, List.of("")))
                                            .form(),
                                    problems);
                            var page = new One(passkey, people.hasPassword(session(request)), fields);
                            return new PageResponse.Html(
                                    status, "Passkey: " + passkey.name(), "none", "passkey.jte", page, List.of());
                        })
                        .orElseGet(PageResponse.NotFound::new));
    }

    private static PasskeyId id(PageRequest request) {
        return new PasskeyId(request.variable("id"));
    }

    private PageResponse rename(PageRequest request, Person owner) {
        String name = request.form().exact(NAME);
        return answer(
                request,
                passkeys().rename(owner, id(request), name, request.administrator()),
                "The passkey is renamed.");
    }

    private PageResponse remove(PageRequest request, Person owner) {
        List<Problem> problems =
                people.objections(session(request), request.form().exact(CURRENT));
        return problems.isEmpty()
                ? answer(
                        request,
                        passkeys().remove(owner, id(request), request.administrator()),
                        "The passkey is removed. Delete it in your browser or device too.")
                : one(request, 422, problems);
    }

    private PageResponse answer(PageRequest request, Outcome<Passkey> outcome, String done) {
        return switch (outcome) {
            case Outcome.Done<Passkey> _ -> PageResponse.seeOther(PATH, Notice.done(done));
            case Outcome.Invalid<Passkey>(var problems) -> one(request, 422, problems);
            case Outcome.Conflict<Passkey>(var code, var detail, var _) ->
                one(request, 422, List.of(new Problem("", code, detail)));
            default -> new PageResponse.NotFound();
        };
    }
}
