package dev.countersign.server.console.account;

import dev.countersign.server.console.form.TimeText;
import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.people.SignIn;
import dev.countersign.server.people.passkey.PasskeyServices;
import dev.countersign.server.people.passkey.PasskeySignIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signing in with a passkey. */
public record PasskeySignInSection(PasskeyServices passkeys) implements ConsoleSection {
    static final String PATH = "/sign-in/passkey";

    @Override
    public List<Route> routes() {
        return List.of(Route.openPage(PATH, this::show), Route.openForm(PATH, this::signIn));
    }

    private PageResponse show(PageRequest request) {
        Optional<String> to = Site.within(request.query().text("to"));
        return request.signedIn().isPresent()
                ? PageResponse.seeOther(to.orElse(""))
                : page(request, 200, to.orElse(""), List.of());
    }

    private PageResponse page(PageRequest request, int status, String to, List<String> faults) {
        var page = new CeremonyPage(
                "get",
                passkeys.signIn().options(request.formToken()),
                passkeys.party().origin(),
                PATH,
                Map.of("to", to),
                "/sign-in",
                faults);
        return new PageResponse.Html(status, "Sign in with a passkey", "", CeremonyPage.TEMPLATE, page, List.of());
    }

    private PageResponse signIn(PageRequest request) {
        String to = Site.within(request.form().text("to")).orElse("");
        var caller = request.caller();
        var browser = new PasskeySignIn.Browser(
                request.formToken(), caller.address(), caller.userAgent(), caller.correlationId());
        return switch (passkeys.signIn().attempt(request.form().exact(CeremonyPage.CREDENTIAL), browser)) {
            case PasskeySignIn.Attempt.Unreadable() -> page(request, 400, to, List.of(CeremonyPage.UNREADABLE));
            case PasskeySignIn.Attempt.Expired() ->
                page(request, 422, to, List.of("The sign-in took longer than 5 minutes. Try again."));
            case PasskeySignIn.Attempt.Judged(var outcome) -> answer(request, to, outcome);
        };
    }

    private PageResponse answer(PageRequest request, String to, SignIn.Outcome outcome) {
        return switch (outcome) {
            case SignIn.Outcome.SignedIn(var _, var token) ->
                new PageResponse.WithCookie(PageResponse.seeOther(to), new Cookies.Change.Begin(token));
            case SignIn.Outcome.Refused() ->
                page(
                        request,
                        422,
                        to,
                        List.of("This passkey is not accepted here. Use another one, or sign in in another way."));
            case SignIn.Outcome.SlowDown(var retryAfter) ->
                page(
                        request,
                        429,
                        to,
                        List.of("Too many failed attempts. Try again in %s."
                                .formatted(TimeText.rough(retryAfter.plusSeconds(1)))));
        };
    }
}
