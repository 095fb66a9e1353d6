package dev.countersign.server.console.account;

import dev.countersign.server.console.form.Fields;
import dev.countersign.server.console.form.TimeText;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.Notice;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Sessions;
import dev.countersign.server.people.SignIn;
import java.util.List;
import java.util.Optional;

/** Signing in and out. */
public record SignInSection(SignIn signIn, Sessions sessions, SignInWays ways) implements ConsoleSection {
    /** The address of the sign-in page, below the root of the console. */
    public static final String PATH = "/sign-in";

    private static final String TITLE = "Sign in";
    private static final String TEMPLATE = "sign-in.jte";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.openPage(PATH, this::show),
                Route.openForm(PATH, this::signIn),
                Route.form(Role.VIEWER, "/sign-out", this::signOut));
    }

    private PageResponse show(PageRequest request) {
        Optional<String> to = Site.within(request.query().text("to"));
        return request.signedIn().isPresent()
                ? PageResponse.seeOther(to.orElse(""))
                : PageResponse.page(TITLE, "", TEMPLATE, new SignInPage(Fields.empty(), to.orElse(""), ways));
    }

    private PageResponse signIn(PageRequest request) {
        if (!ways.passwords()) {
            return again(request, 403, "Passwords are switched off on this server.", Optional.empty());
        }
        Optional<String> to = Site.within(request.form().text("to"));
        var caller = request.caller();
        SignIn.Outcome outcome = signIn.attempt(
                request.form().text("username").orElse(""),
                request.form().exact("password"),
                caller.address(),
                caller.userAgent(),
                caller.correlationId());
        return switch (outcome) {
            case SignIn.Outcome.SignedIn(var _, var token) ->
                new PageResponse.WithCookie(PageResponse.seeOther(to.orElse("")), new Cookies.Change.Begin(token));
            case SignIn.Outcome.Refused() -> again(request, 422, "The username or the password is wrong.", to);
            case SignIn.Outcome.SlowDown(var retryAfter) ->
                again(
                        request,
                        429,
                        "Too many failed attempts. Try again in %s."
                                .formatted(TimeText.rough(retryAfter.plusSeconds(1))),
                        to);
        };
    }

    private PageResponse again(PageRequest request, int status, String detail, Optional<String> to) {
        var fields = Fields.of(request.form(), List.of(new Problem("", "refused", detail)));
        return new PageResponse.Html(
                status, TITLE, "", TEMPLATE, new SignInPage(fields, to.orElse(""), ways), List.of());
    }

    private PageResponse signOut(PageRequest request) {
        boolean isVisit = request.signedIn()
                .filter(signedIn -> signedIn.session().isVisit())
                .isPresent();
        request.signedIn().ifPresent(signedIn -> sessions.end(signedIn.token(), request.administrator()));
        if (isVisit) {
            return new PageResponse.Elsewhere("", "/organizations", new Cookies.Change.End());
        }
        boolean goesOnElsewhere = ways.provider().isPresent()
                && request.signedIn()
                        .flatMap(signedIn -> signedIn.person().provider())
                        .isPresent();
        return new PageResponse.WithCookie(
                goesOnElsewhere ? PageResponse.seeOther(ProviderSection.SIGNED_OUT) : signedOut(),
                new Cookies.Change.End());
    }

    static PageResponse signedOut() {
        return PageResponse.seeOther(PATH, Notice.done("You are signed out."));
    }
}
