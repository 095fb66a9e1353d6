package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.PasswordOutcome;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import java.util.List;
import java.util.Map;

/**
 * Page of the signed-in user's own account: password change, and the user's other sessions.
 *
 * @param passkeys whether there are pages of passkeys
 */
public record AccountSection(PeopleServices people, boolean passkeys) implements ConsoleSection {
    private static final String PATH = "/account";

    /**
     * Model of the page.
     *
     * @param takesPasswords whether the user can choose a password
     * @param hasPassword whether changes are confirmed by the password
     */
    public record Page(
            Person person,
            Fields fields,
            List<Session> sessions,
            SessionId here,
            boolean takesPasswords,
            boolean hasPassword,
            boolean passkeys) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.page(PATH, request -> page(request, List.of(), 200)),
                Route.form(Role.VIEWER, PATH, this::changePassword),
                Route.form(Role.VIEWER, PATH + "/sessions/{id}/end", this::end));
    }

    private PageResponse.Html page(PageRequest request, List<Problem> problems, int status) {
        var fields = Fields.of(
                Fields.of(Map.of("/current", List.of(""), "/password", List.of(""), "/again", List.of("")))
                        .form(),
                problems);
        PageRequest.SignedIn signedIn = signedIn(request);
        var page = new Page(
                signedIn.person(),
                fields,
                people.sessions().of(signedIn.person().id()),
                signedIn.session().id(),
                takesPasswords(signedIn.session()),
                people.people().hasPassword(signedIn.session()),
                passkeys && signedIn.person().provider().isEmpty());
        return new PageResponse.Html(status, "Your account", "none", "account.jte", page, List.of());
    }

    /** A visitor has no account here, and so no password. */
    private boolean takesPasswords(Session session) {
        return !session.isVisit()
                && session.person().provider().isEmpty()
                && people.people().acceptPasswords();
    }

    private static PageRequest.SignedIn signedIn(PageRequest request) {
        return request.signedIn().orElseThrow(() -> new IllegalStateException("the request has no session"));
    }

    private PageResponse changePassword(PageRequest request) {
        PageRequest.SignedIn signedIn = signedIn(request);
        if (!takesPasswords(signedIn.session())) {
            return new PageResponse.NotFound();
        }
        String password = request.form().exact("/password");
        if (!password.equals(request.form().exact("/again"))) {
            return page(
                    request,
                    List.of(new Problem(
                            "/again", "different", "The two passwords differ. Enter the same password twice.")),
                    422);
        }
        PasswordOutcome outcome = people.people()
                .changeOwnPassword(
                        signedIn.session(),
                        signedIn.token(),
                        request.form().exact("/current"),
                        password,
                        request.administrator());
        return switch (outcome) {
            case PasswordOutcome.Done _ ->
                PageResponse.seeOther(PATH, Notice.done("The password is changed. All your other sessions are ended."));
            case PasswordOutcome.Invalid(var problems) -> page(request, problems, 422);
            case PasswordOutcome.LinkUsed() -> new PageResponse.NotFound();
        };
    }

    /** Ends one of the user's own sessions; the id of another user's session counts as unknown. */
    private PageResponse end(PageRequest request) {
        var id = new SessionId(request.variable("id"));
        boolean own = people.sessions().of(request.person().id()).stream()
                .anyMatch(session -> session.id().equals(id));
        if (!own) {
            return new PageResponse.NotFound();
        }
        people.sessions().revoke(id, request.administrator());
        return PageResponse.seeOther(PATH, Notice.done("The session is ended."));
    }
}
