package dev.countersign.server.console;

import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.console.form.Form;
import dev.countersign.server.console.form.FormTokens;
import dev.countersign.server.console.form.Forms;
import dev.countersign.server.console.page.Access;
import dev.countersign.server.console.page.PageRequest;
import dev.countersign.server.console.page.PageRequest.Caller;
import dev.countersign.server.console.page.PageRequest.SignedIn;
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
import dev.countersign.server.web.Responses;
import dev.countersign.server.web.Router;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final PageWriter writer;

    private Console(Site site, ConsoleParts parts) {
        this.site = site;
        this.sessions = parts.people().sessions();
        this.router = new Router<>(parts.routes());
        this.writer = new PageWriter(site, assets, parts);
    }

    /**
     * The consoles with all their pages: the one at the issuer identifier, and for an organization with host names also
     * the one at its path, which administrators of the root organization enter.
     */
    public static List<Console> of(ConsoleParts parts) {
        ServerIdentity self = parts.useCases().configuration().current().identity();
        return Stream.concat(Stream.of(self), self.withoutHosts().stream())
                .map(identity -> new Console(Site.of(identity), parts))
                .toList();
    }

    @Override
    public List<String> roots() {
        return site.served();
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String path = below(request.path());
        writer.protect(response);
        if (Router.isReading(request.method()) && assets.send(path, response)) {
            return;
        }
        PageRequest pageRequest = pageRequest(request, response, path);
        if (assets.has(path)) {
            writer.methodNotAllowed(response, pageRequest, "GET, HEAD");
            return;
        }
        try {
            answer(request, response, pageRequest);
        } catch (StoreUnavailableException unavailable) {
            LOG.log(
                    Level.ERROR,
                    "The store was unavailable to the console; correlation id " + id(pageRequest),
                    unavailable);
            response.header(Responses.retryAfter(unavailable.retryAfter()));
            writer.problem(response, pageRequest, ProblemPage.storeUnavailable());
        } catch (SigningUnavailableException unavailable) {
            LOG.log(
                    Level.ERROR,
                    "The module with the signing keys was unavailable to the console; correlation id "
                            + id(pageRequest),
                    unavailable);
            response.header(Responses.retryAfter(SigningUnavailableException.RETRY_AFTER));
            writer.problem(response, pageRequest, ProblemPage.signingUnavailable(id(pageRequest)));
        } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException fault) {
            LOG.log(Level.ERROR, "A request of the console failed; correlation id " + id(pageRequest), fault);
            writer.problem(
                    response,
                    pageRequest,
                    ProblemPage.fault(pageRequest.caller().correlationId()));
        }
    }

    private void answer(ServerRequest request, ServerResponse response, PageRequest pageRequest) throws IOException {
        switch (router.find(request.method(), pageRequest.path())) {
            case Router.Match.NoRoute<Route>() -> writer.problem(response, pageRequest, ProblemPage.notFound());
            case Router.Match.OtherMethods<Route>(var allowed) ->
                writer.methodNotAllowed(response, pageRequest, allowed);
            case Router.Match.Found<Route>(var route, var variables) ->
                answer(request, response, with(pageRequest, variables, Form.EMPTY), route);
        }
    }

    private void answer(ServerRequest request, ServerResponse response, PageRequest pageRequest, Route route)
            throws IOException {
        Optional<ProblemPage> objection = objection(pageRequest, route);
        if (objection.isPresent()) {
            writer.refuse(response, pageRequest, objection.get());
        } else if (Router.isReading(request.method())) {
            writer.write(request, response, pageRequest, route.action().answer(pageRequest));
        } else {
            answerForm(request, response, pageRequest, route);
        }
    }

    private void answerForm(ServerRequest request, ServerResponse response, PageRequest pageRequest, Route route)
            throws IOException {
        if (!isFromOurPages(request)) {
            writer.problem(response, pageRequest, ProblemPage.foreignForm());
            return;
        }
        switch (Forms.read(request, pageRequest.signedIn().isPresent())) {
            case Forms.Reading.TooLarge() -> writer.problem(response, pageRequest, ProblemPage.tooLarge());
            case Forms.Reading.Unreadable() -> writer.problem(response, pageRequest, ProblemPage.unreadable());
            case Forms.Reading.Read(Form form) -> {
                Optional<String> header = request.headers().first(FORM_TOKEN);
                if (FormTokens.isGood(pageRequest.formToken(), form, header)) {
                    PageRequest complete = with(pageRequest, pageRequest.variables(), form);
                    writer.write(request, response, complete, route.action().answer(complete));
                } else {
                    writer.problem(response, pageRequest, ProblemPage.foreignForm());
                }
            }
        }
    }

    /** The problem that prevents the visitor from using this route; empty when there is none. */
    private static Optional<ProblemPage> objection(PageRequest pageRequest, Route route) {
        return switch (route.access()) {
            case Access.Open() -> Optional.empty();
            case Access.Needs(var _) when pageRequest.signedIn().isEmpty() -> Optional.of(ProblemPage.signInFirst());
            case Access.Needs(var role) when !pageRequest.may(role) -> Optional.of(ProblemPage.needsRole(role));
            case Access.Needs _ -> Optional.empty();
        };
    }

    private PageRequest pageRequest(ServerRequest request, ServerResponse response, String path) {
        Optional<SessionToken> token = site.cookies().session(request);
        Optional<SignedIn> signedIn = token.flatMap(this::session);
        String cookie = signedIn.map(user -> user.token().value())
                .or(() -> site.cookies().guest(request))
                .orElseGet(() -> {
                    String fresh = FormTokens.newGuest();
                    site.cookies().keepGuest(response, fresh);
                    return fresh;
                });
        String userAgent = request.headers().first("User-Agent").orElse("");
        return new PageRequest(
                path,
                Map.of(),
                Forms.ofQuery(request.query()).orElse(Form.EMPTY),
                Form.EMPTY,
                signedIn,
                FormTokens.of(cookie),
                site.cookies().hiddenColumns(request),
                request.headers().contains(HX_REQUEST) && !request.headers().contains(HX_HISTORY),
                site.cookies().provider(request),
                new Caller(request.client(), userAgent, CorrelationIds.of(response)));
    }

    /** Returns no session when it cannot be read: access is refused rather than assumed. */
    private Optional<SignedIn> session(SessionToken token) {
        try {
            return sessions.find(token).map(session -> new SignedIn(session, token));
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.WARNING, "The store was unavailable to the lookup of a session", unavailable);
            return Optional.empty();
        }
    }

    private static PageRequest with(PageRequest pageRequest, Map<String, String> variables, Form form) {
        return new PageRequest(
                pageRequest.path(),
                variables,
                pageRequest.query(),
                form,
                pageRequest.signedIn(),
                pageRequest.formToken(),
                pageRequest.hiddenColumns(),
                pageRequest.wantsPiece(),
                pageRequest.fromProvider(),
                pageRequest.caller());
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

    private static CorrelationId id(PageRequest pageRequest) {
        return pageRequest.caller().correlationId();
    }
}
