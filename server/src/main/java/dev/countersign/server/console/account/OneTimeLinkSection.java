package dev.countersign.server.console.account;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.ProblemPage;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.PasswordOutcome;
import dev.countersign.server.people.PeopleServices;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.people.SignIn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pages behind one-time links: creation of the first administrator, and acceptance of invitations.
 *
 * @param isRoot whether the server prints the links of the first administrator
 * @param passkeys whether an invitation may be accepted with a passkey
 */
public record OneTimeLinkSection(PeopleServices people, boolean isRoot, boolean passkeys) implements ConsoleSection {
    private static final String TEMPLATE = "choose-password.jte";

    /** The kinds of link. */
    private enum Kind {
        SETUP(
                "/setup",
                "Set up Countersign",
                "Create the first administrator account. You can invite other people afterwards.",
                "Create the administrator",
                "This link was already used or is older than 1 hour. While there is no administrator, the server prints a new link at every start."),
        WELCOME(
                "/welcome",
                "Welcome",
                "Choose your password.",
                "Set the password",
                "This link was already used or is older than 24 hours. Ask an administrator for a new sign-in link.");

        private final String action;
        private final String title;
        private final String introduction;
        private final String button;
        private final String whenUsed;

        Kind(String action, String title, String introduction, String button, String whenUsed) {
            this.action = action;
            this.title = title;
            this.introduction = introduction;
            this.button = button;
            this.whenUsed = whenUsed;
        }

        ChoosePasswordPage page(Fields fields, String code, boolean passkeys) {
            return new ChoosePasswordPage(
                    fields, code, action, introduction, this == SETUP, button, passkeys && this == WELCOME);
        }
    }

    private static final String ASK_ROOT =
            "This link was already used, was replaced, or is older than 1 hour. Ask an administrator of the root organization for a new link.";

    @Override
    public List<Route> routes() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.of(
                        Route.openPage(kind.action, request -> show(request, kind)),
                        Route.openForm(kind.action, request -> choose(request, kind))))
                .toList();
    }

    private PageResponse show(PageRequest request, Kind kind) {
        Optional<SetupCode> code = request.query().text("code").map(SetupCode::new);
        return code.filter(given -> isOpen(kind, given)).isPresent()
                ? PageResponse.page(
                        kind.title,
                        "",
                        TEMPLATE,
                        kind.page(Fields.empty(), code.get().value(), passkeys))
                : used(kind);
    }

    private boolean isOpen(Kind kind, SetupCode code) {
        return kind == Kind.SETUP
                ? people.setUp().isOpen(code)
                : people.people().isOpen(code);
    }

    private PageResponse choose(PageRequest request, Kind kind) {
        var code = new SetupCode(request.form().exact("code"));
        String password = request.form().exact("/password");
        if (!password.equals(request.form().exact("/again"))) {
            return again(
                    request,
                    kind,
                    code,
                    List.of(new Problem(
                            "/again", "different", "The two passwords differ. Enter the same password twice.")));
        }
        CorrelationId id = request.caller().correlationId();
        PasswordOutcome outcome = kind == Kind.SETUP
                ? people.setUp()
                        .firstAdministrator(
                                code, request.form().text("/username").orElse(""), password, id)
                : people.people().accept(code, password, id);
        return switch (outcome) {
            case PasswordOutcome.Done(var person) -> signIn(request, person.username(), password);
            case PasswordOutcome.Invalid(var problems) -> again(request, kind, code, problems);
            case PasswordOutcome.LinkUsed() -> used(kind);
        };
    }

    private PageResponse signIn(PageRequest request, String username, String password) {
        var caller = request.caller();
        SignIn.Outcome outcome = people.signIn()
                .attempt(username, password, caller.address(), caller.userAgent(), caller.correlationId());
        return outcome instanceof SignIn.Outcome.SignedIn(var _, var token)
                ? new PageResponse.WithCookie(
                        PageResponse.seeOther("", Notice.done("Welcome, %s.".formatted(username))),
                        new Cookies.Change.Begin(token))
                : PageResponse.seeOther("/sign-in", Notice.done("The password is set. Sign in with it."));
    }

    private PageResponse again(PageRequest request, Kind kind, SetupCode code, List<Problem> problems) {
        return PageResponse.formAgain(
                kind.title, "", TEMPLATE, kind.page(Fields.of(request.form(), problems), code.value(), passkeys));
    }

    private PageResponse used(Kind kind) {
        return new PageResponse.Html(
                410,
                "This link is no longer valid",
                "none",
                "problem.jte",
                new ProblemPage(410, "", kind == Kind.SETUP && !isRoot ? ASK_ROOT : kind.whenUsed),
                List.of());
    }
}
