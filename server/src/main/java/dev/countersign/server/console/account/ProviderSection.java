package dev.countersign.server.console.account;

import dev.countersign.server.console.page.ConsoleSection;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageResponse;
import dev.countersign.server.console.page.ProblemPage;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.people.ProviderSignIn.Browser;
import dev.countersign.server.provider.OpenIdProvider;
import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sign-in with the OpenID provider: the way there and the way back. */
public record ProviderSection(OpenIdProvider provider, ProviderSignIn signIn) implements ConsoleSection {
    static final String PATH = "/sign-in/oidc";
    /** The address to which the provider sends browsers back, below the root of the console. */
    public static final String CALLBACK = PATH + "/callback";
    /** The page after the sign-out of a person whose session at the provider goes on. */
    static final String SIGNED_OUT = PATH + "/signed-out";

    private static final System.Logger LOG = System.getLogger(ProviderSection.class.getName());
    private static final String TITLE = "Sign-in failed";

    /**
     * Model of the page after a sign-out.
     *
     * @param provider its name
     * @param address at which the person signs out there
     */
    public record SignedOut(String provider, URI address) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.openPage(PATH, this::begin),
                Route.openPage(CALLBACK, this::finish),
                Route.openPage(SIGNED_OUT, this::signedOut));
    }

    /** It has a link: a form of the console cannot lead to another site, by its content security policy. */
    private PageResponse signedOut(PageRequest request) {
        if (request.signedIn().isPresent()) {
            return PageResponse.seeOther("");
        }
        return provider.signOut()
                .<PageResponse>map(address -> PageResponse.page(
                        "You are signed out here", "none", "signed-out.jte", new SignedOut(provider.name(), address)))
                .orElseGet(SignInSection::signedOut);
    }

    private PageResponse begin(PageRequest request) {
        Optional<String> to = Site.within(request.query().text("to"));
        if (request.signedIn().isPresent()) {
            return PageResponse.seeOther(to.orElse(""));
        }
        return switch (provider.begin(to)) {
            case Departure.Sent(var address, var sealed) ->
                new PageResponse.WithCookie(new PageResponse.Away(address), new Cookies.Change.ToProvider(sealed));
            case Departure.Unreachable(var detail) -> problem(request, Failure.UNREACHABLE, detail);
        };
    }

    private PageResponse finish(PageRequest request) {
        return new PageResponse.WithCookie(finished(request), new Cookies.Change.FromProvider());
    }

    private PageResponse finished(PageRequest request) {
        return switch (provider.finish(
                request.query().values(),
                request.fromProvider(),
                signIn.limits(request.caller().address()))) {
            case ProviderReturn.Failed(var failure, var detail) -> problem(request, failure, detail);
            case ProviderReturn.Authenticated(var user, var to) -> enter(request, user, to);
        };
    }

    private PageResponse enter(PageRequest request, ProviderSignIn.User user, Optional<String> to) {
        var caller = request.caller();
        return switch (signIn.enter(user, new Browser(caller.address(), caller.userAgent(), caller.correlationId()))) {
            case ProviderSignIn.Outcome.SignedIn(var _, var token) ->
                new PageResponse.WithCookie(
                        new PageResponse.Onward(to.flatMap(path -> Site.within(Optional.of(path)))
                                .orElse("")),
                        new Cookies.Change.Begin(token));
            case ProviderSignIn.Outcome.Refused(var reason) ->
                page(request, 403, "You are not admitted", text(reason).formatted(provider.name()));
        };
    }

    private static String text(ProviderSignIn.Reason reason) {
        return switch (reason) {
            case NO_ROLE ->
                "%s has confirmed who you are, but gives you no role in this console. Ask an administrator for a role.";
            case NAME_TAKEN ->
                "Another person of this console has your username and does not sign in with %s. Ask an administrator to"
                        + " remove that person first; the two are never taken for the same.";
            case NAME_UNUSABLE ->
                "%s gives you a username that this console cannot take: 1 to 64 printable characters are needed.";
            case NAME_RESERVED ->
                "%s gives you a username that the audit of this server uses for the server itself or for visitors. Ask an"
                        + " administrator for another username; the claim that it comes from can be chosen.";
            case DISABLED ->
                "%s has confirmed who you are, but your account is disabled here. Ask an administrator to enable it.";
            case LOGGED_OUT -> "You signed out at %s while this sign-in was under way. Begin again.";
        };
    }

    private PageResponse problem(PageRequest request, Failure failure, String detail) {
        LOG.log(
                Level.WARNING,
                "A sign-in with the OpenID provider failed: " + detail + "; correlation id "
                        + request.caller().correlationId().value());
        return switch (failure) {
            case STALE ->
                page(
                        request,
                        400,
                        TITLE,
                        "This sign-in did not begin in this browser, it took longer than 10 minutes, or it was finished"
                                + " before. Begin again.");
            case THROTTLED -> page(request, 429, TITLE, "Too many failed attempts. Try again in a few seconds.");
            case DENIED -> page(request, 403, TITLE, "%s did not sign you in.".formatted(provider.name()));
            case UNREACHABLE ->
                page(
                        request,
                        503,
                        TITLE,
                        "%s cannot be reached at the moment. Try again later.".formatted(provider.name()));
            case INVALID ->
                page(
                        request,
                        400,
                        TITLE,
                        "The answer of %s is not valid. Ask an administrator to look into the log of the server."
                                .formatted(provider.name()));
        };
    }

    private static PageResponse page(PageRequest request, int status, String title, String text) {
        String whole = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + " The correlation id is "
                + request.caller().correlationId().value() + ".";
        return new PageResponse.Html(
                status, title, "none", "sign-in-failed.jte", new ProblemPage(status, title, whole), List.of());
    }
}
