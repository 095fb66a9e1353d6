package dev.countersign.server.admin;

import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.QueryParameters;
import dev.countersign.server.admin.resource.OpenApiDocument;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.Responses;
import dev.countersign.server.web.Router;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The REST API: finds the operation, checks access, reads the body, and writes the response. */
public final class AdminApi implements PathService {
    /** Root path of the API. */
    public static final String ROOT = "/api/v1";

    private static final System.Logger LOG = System.getLogger(AdminApi.class.getName());

    private final Gate gate;
    private final Set<String> prefixes;
    private final List<Endpoint> endpoints;
    private final Router<Endpoint> router;
    private final OpenApiDocument description = OpenApiDocument.load();

    private AdminApi(Gate gate, Set<String> prefixes, List<Endpoint> endpoints) {
        this.gate = gate;
        this.prefixes = UnmodifiableCopies.of(prefixes);
        this.endpoints = List.copyOf(endpoints);
        this.router = new Router<>(endpoints);
    }

    /**
     * Creates the API with all its operations.
     *
     * @param prefixes the beginnings of the paths of all endpoints
     * @param further operations that not every organization has
     */
    public static AdminApi of(Gate gate, Set<String> prefixes, AdminParts parts, List<Endpoint> further) {
        return new AdminApi(
                gate,
                prefixes,
                Stream.concat(parts.endpoints().stream(), further.stream()).toList());
    }

    /** All operations that need a token. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public List<String> roots() {
        return prefixes.stream().map(prefix -> prefix + ROOT).toList();
    }

    @Override
    public boolean acceptsCertificates() {
        return true;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        String path = below(request.path());
        if (path.equals("/" + OpenApiDocument.NAME)) {
            describe(request, response);
            return;
        }
        switch (router.find(request.method(), path)) {
            case Router.Match.NoRoute<Endpoint>() -> write(request, response, ApiProblems.notFound());
            case Router.Match.OtherMethods<Endpoint>(var allowed) -> methodNotAllowed(request, response, allowed);
            case Router.Match.Found<Endpoint>(var endpoint, var ids) -> serve(request, response, endpoint, ids);
        }
    }

    private void describe(ServerRequest request, ServerResponse response) throws IOException {
        if (Router.isReading(request.method())) {
            description.send(response);
        } else {
            methodNotAllowed(request, response, "GET, HEAD");
        }
    }

    /** RFC 9110 §15.5.6. */
    private static void methodNotAllowed(ServerRequest request, ServerResponse response, String allowed)
            throws IOException {
        response.header(new Header("Allow", allowed));
        write(request, response, ApiProblems.methodNotAllowed());
    }

    private void serve(ServerRequest request, ServerResponse response, Endpoint endpoint, Map<String, String> ids)
            throws IOException {
        if (FormBody.isSentWith(request.headers())) {
            // before the gate, which would report a possible token in the form
            write(request, response, ApiProblems.unsupportedMediaType("application/json"));
            return;
        }
        Optional<Administrator> author = gate.admit(request, response, endpoint.permission());
        if (author.isPresent()) {
            write(request, response, answer(request, response, endpoint, ids, author.get()));
        }
    }

    private static AdminResponse answer(
            ServerRequest request,
            ServerResponse response,
            Endpoint endpoint,
            Map<String, String> ids,
            Administrator author)
            throws IOException {
        return switch (Bodies.read(request, endpoint.body())) {
            case Bodies.Reading.Refused(var refusal) -> refusal;
            case Bodies.Reading.Read(var body) -> {
                var call = new Call(
                        author,
                        request.path(),
                        ids,
                        new QueryParameters(request.query()),
                        EntityTags.expected(request.headers().values("If-Match")),
                        JsonLines.areWanted(request.headers()),
                        body);
                yield act(endpoint, call, response);
            }
        };
    }

    private static AdminResponse act(Endpoint endpoint, Call call, ServerResponse response) {
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        try {
            return ApiProblems.to(call.administrator(), endpoint.action().apply(call));
        } catch (StoreUnavailableException unavailable) {
            LOG.log(
                    Level.ERROR,
                    "The store was unavailable to a request of the REST API; correlation id "
                            + call.administrator().correlationId(),
                    unavailable);
            response.header(Responses.retryAfter(unavailable.retryAfter()));
            return new AdminResponse.Refused(
                    ProblemDetails.of(503, "store.unavailable", "The database is unavailable.", remedy(endpoint)));
        } catch (SigningUnavailableException unavailable) {
            LOG.log(
                    Level.ERROR,
                    "The module with the signing keys was unavailable to the REST API; correlation id "
                            + call.administrator().correlationId(),
                    unavailable);
            response.header(Responses.retryAfter(SigningUnavailableException.RETRY_AFTER));
            return new AdminResponse.Refused(ProblemDetails.of(
                    503, "signing.unavailable", "The module with the signing keys is unavailable.", remedy(endpoint)));
        }
    }

    /** A change that was not confirmed in time may be on disk. */
    private static String remedy(Endpoint endpoint) {
        return Endpoint.READ.equals(endpoint.permission())
                ? "Try again later."
                : "Check whether the change was made before you try again.";
    }

    private static void write(ServerRequest request, ServerResponse response, AdminResponse answer) throws IOException {
        switch (answer) {
            case AdminResponse.Json(var status, var body, var headers) -> {
                headers.forEach((name, value) -> response.header(name, value));
                Responses.json(response, status, body);
            }
            case AdminResponse.Lines(var pages) -> JsonLines.write(request, response, pages);
            case AdminResponse.Empty() ->
                response.header(Responses.NO_STORE).status(204).send();
            case AdminResponse.Refused(var problem) -> Responses.problem(response, problem);
        }
    }
}
