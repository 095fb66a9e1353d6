package dev.countersign.server.console;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.FormTokens;
import dev.countersign.server.console.form.Forms;
import dev.countersign.server.console.page.Access;
import dev.countersign.server.console.page.Cookies;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageRequest.Caller;
import dev.countersign.server.console.page.PageRequest.Guest;
import dev.countersign.server.console.page.ProblemPage;
import dev.countersign.server.console.page.Route;
import dev.countersign.server.console.page.Site;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.SessionToken;
import dev.countersign.server.people.Sessions;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.Peer;
import dev.countersign.server.web.Responses;
import dev.countersign.server.web.Router;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The web console: finds the route, checks access, reads the form, and has the response written. */
public final class Console implements PathService {
    private static final System.Logger LOG = System.getLogger(Console.class.getName());
    private static final String HX_REQUEST = "HX-Request";
    private static final String HX_HISTORY = "HX-History-Restore-Request";
    private static final String FORM_TOKEN = FormTokens.HEADER;
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private final Site site;
    private final Sessions sessions;
    private final Router<Route> router;
    private final Assets assets = Assets.load();
    private final Replies replies;

    private Console(Site site, Sessions sessions, List<Route> routes, InstantSource clock) {
        this.site = site;
        this.sessions = sessions;
        this.router = new Router<>(routes);
        this.replies = new Replies(site, assets, clock);
    }

    /** The console with all its pages. */
    public static Console of(ConsoleParts parts) {
        return new Console(Site.of(parts.server().baseUrl()), parts.people().sessions(), parts.routes(), parts.clock());
    }

    /** A proxy may forward or remove the path of base_url. */
    @Override
    public Set<String> roots() {
        return new LinkedHashSet<>(List.of(Site.PATH, site.basePath() + Site.PATH));
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String path = below(request.path());
        replies.protect(response);
        if (Router.isReading(request.method()) && assets.send(path, response)) {
            return;
        }
        PageRequest visit = visit(request, response, path);
        try {
            answer(request, response, visit);
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.ERROR, "The store was unavailable to the console; correlation id " + id(visit), unavailable);
            response.header(Responses.retryAfter(unavailable.retryAfter()));
            replies.problem(response, visit, ProblemPage.storeUnavailable());
        } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException fault) {
            LOG.log(Level.ERROR, "A request of the console failed; correlation id " + id(visit), fault);
            replies.problem(response, visit, ProblemPage.fault(visit.caller().correlationId()));
        }
    }

    private void answer(ServerRequest request, ServerResponse response, PageRequest visit) throws IOException {
        switch (router.find(request.method(), visit.path())) {
            case Router.Match.NoRoute<Route>() -> replies.problem(response, visit, ProblemPage.notFound());
            case Router.Match.OtherMethods<Route> _ -> replies.problem(response, visit, ProblemPage.methodNotAllowed());
            case Router.Match.Found<Route>(var route, var variables) ->
                answer(request, response, with(visit, variables, Form.EMPTY), route);
        }
    }

    private void answer(ServerRequest request, ServerResponse response, PageRequest visit, Route route)
            throws IOException {
        Optional<ProblemPage> objection = objection(visit, route);
        if (objection.isPresent()) {
            replies.turnAway(response, visit, objection.get());
        } else if (Router.isReading(request.method())) {
            replies.write(request, response, visit, route.action().answer(visit));
        } else {
            answerForm(request, response, visit, route);
        }
    }

    private void answerForm(ServerRequest request, ServerResponse response, PageRequest visit, Route route)
            throws IOException {
        if (!isFromOurPages(request)) {
            replies.problem(response, visit, ProblemPage.foreignForm());
            return;
        }
        switch (Forms.read(request, visit.guest().isPresent())) {
            case Forms.Reading.TooLarge() -> replies.problem(response, visit, ProblemPage.tooLarge());
            case Forms.Reading.Unreadable() -> replies.problem(response, visit, ProblemPage.unreadable());
            case Forms.Reading.Read(Form form) -> {
                Optional<String> header = request.headers().first(FORM_TOKEN);
                if (FormTokens.isGood(visit.formToken(), form, header)) {
                    PageRequest complete = with(visit, visit.variables(), form);
                    replies.write(request, response, complete, route.action().answer(complete));
                } else {
                    replies.problem(response, visit, ProblemPage.foreignForm());
                }
            }
        }
    }

    /** The problem that prevents the visitor from using this route; empty when there is none. */
    private static Optional<ProblemPage> objection(PageRequest visit, Route route) {
        return switch (route.access()) {
            case Access.Open() -> Optional.empty();
            case Access.Needs(var _) when visit.guest().isEmpty() -> Optional.of(ProblemPage.signInFirst());
            case Access.Needs(var role) when !visit.may(role) -> Optional.of(ProblemPage.needsRole(role));
            case Access.Needs _ -> Optional.empty();
        };
    }

    private PageRequest visit(ServerRequest request, ServerResponse response, String path) {
        Optional<SessionToken> token = Cookies.session(request);
        Optional<Guest> guest = token.flatMap(this::session);
        String cookie = guest.map(who -> who.token().value())
                .or(() -> Cookies.guest(request))
                .orElseGet(() -> {
                    String fresh = FormTokens.newGuest();
                    Cookies.keepGuest(response, fresh);
                    return fresh;
                });
        String userAgent = request.headers().first("User-Agent").orElse("");
        return new PageRequest(
                path,
                Map.of(),
                Forms.ofQuery(request.query()).orElse(Form.EMPTY),
                Form.EMPTY,
                guest,
                FormTokens.of(cookie),
                request.headers().contains(HX_REQUEST) && !request.headers().contains(HX_HISTORY),
                new Caller(Peer.address(request), userAgent, CorrelationIds.of(response)));
    }

    /** Returns no session when it cannot be read: access is refused rather than assumed. */
    private Optional<Guest> session(SessionToken token) {
        try {
            return sessions.find(token).map(session -> new Guest(session, token));
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.WARNING, "The store was unavailable to the lookup of a session", unavailable);
            return Optional.empty();
        }
    }

    private static PageRequest with(PageRequest visit, Map<String, String> variables, Form form) {
        return new PageRequest(
                visit.path(),
                variables,
                visit.query(),
                form,
                visit.guest(),
                visit.formToken(),
                visit.wantsPiece(),
                visit.caller());
    }

    /**
     * Checks what the browser states about the origin of a form; without a statement only the form's token is checked.
     */
    private boolean isFromOurPages(ServerRequest request) {
        Optional<String> fetchSite = request.headers().first(FETCH_SITE);
        Optional<String> origin = request.headers().first("Origin");
        if (fetchSite.isPresent()) {
            return fetchSite.get().equals("same-origin") || fetchSite.get().equals("none");
        }
        return origin.isEmpty() || site.isOurs(origin.get(), request.authority(), request.isSecure());
    }

    private static CorrelationId id(PageRequest visit) {
        return visit.caller().correlationId();
    }
}
