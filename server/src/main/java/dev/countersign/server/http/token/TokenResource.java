package dev.countersign.server.http.token;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.ClientCertificates;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token endpoint (RFC 6749 §3.2). */
public final class TokenResource {
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final TrustRegistry trust;
    private final ClientCertificates certificates;
    private final TokenRequestHandler requests;
    private final ErrorResponder errors;
    private final LoadShedder shedder;
    private final RequestTraces traces;

    /**
     * Creates an endpoint that processes the requests admitted by the load shedder and asks all others to retry later.
     */
    public TokenResource(TokenParts parts, TokenRequestHandler requests, ErrorResponder errors, LoadShedder shedder) {
        this.trust = parts.trust();
        this.traces = parts.traces();
        this.certificates = parts.certificates();
        this.requests = requests;
        this.errors = errors;
        this.shedder = shedder;
    }

    /** Answers one token request. */
    public void post(ServerRequest request, ServerResponse response) throws IOException {
        traces.trace(
                request,
                this::route,
                id -> response.header(CorrelationIds.HEADER, id),
                () -> processOrFail(request, response));
    }

    /** The path is one of those that are served, so the name of the organization is all that varies. */
    private String route(String path) {
        String organization = trust.current().identity().organizationPath();
        return organization.isEmpty()
                ? path
                : path.replace(organization + "/", ServerIdentity.ORGANIZATIONS + "{organization}/");
    }

    /** A fault is answered here where it is traced, so that the trace has its status and the log the correlation id. */
    private int processOrFail(ServerRequest request, ServerResponse response) throws IOException {
        try {
            process(request, response);
        } catch (RuntimeException | Error fault) {
            if (response.isSent()) {
                throw fault;
            }
            errors.fault(request, response, fault);
        }
        return response.status();
    }

    private void process(ServerRequest request, ServerResponse response) throws IOException {
        TrustSnapshot now = trust.current();
        var origin = new RequestOrigin(CorrelationIds.of(response), request.client());
        requests.nonce().map(Responses::dpopNonce).ifPresent(response::header);
        switch (answer(now, request, origin)) {
            case Ruling.Granted<TokenResponse>(var answer) -> send(response, answer);
            case Ruling.Refused<TokenResponse>(var rejection) -> errors.refuse(response, OAuthError.of(rejection));
        }
    }

    private Ruling<TokenResponse> answer(TrustSnapshot now, ServerRequest request, RequestOrigin origin)
            throws IOException {
        if (!shedder.wouldAdmit(request.headers().values("Authorization"))) {
            return turnedAway(now, origin);
        }
        Ruling<TokenRequest> parsed = OAuthForm.received(request, certificates).then(TokenRequestParser::parse);
        Optional<LoadShedder.Tenant> tenant = shedder.admit(parsed.toOptional().map(TokenRequest::client));
        if (tenant.isEmpty()) {
            return turnedAway(now, origin);
        }
        try {
            return requests.answer(now, parsed, origin);
        } finally {
            shedder.release(tenant.get());
        }
    }

    private Ruling<TokenResponse> turnedAway(TrustSnapshot now, RequestOrigin origin) {
        shedder.shed();
        return requests.answer(now, Ruling.refused(new DependencyRejection.ServerOverloaded(COME_BACK_AFTER)), origin);
    }

    /** RFC 6749 §5.1. {@code scope} is always included, unless none was granted. */
    private static void send(ServerResponse response, TokenResponse answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", answer.accessToken());
        answer.issuedTokenType().map(TokenTypeUri::value).ifPresent(type -> members.put("issued_token_type", type));
        members.put("token_type", answer.tokenType());
        members.put("expires_in", answer.lifetime().toSeconds());
        if (!answer.token().scopes().isEmpty()) {
            members.put("scope", answer.token().scopes().toString());
        }
        putResources(members, answer.resources());
        answer.refreshToken().ifPresent(refreshToken -> members.put("refresh_token", refreshToken));
        response.header(ErrorResponder.NO_CACHE);
        Responses.json(response, 200, members);
    }

    /** ID-JAG §4.4.2: one as a string, several as an array. */
    private static void putResources(Map<String, Object> members, List<String> resources) {
        if (!resources.isEmpty()) {
            members.put("resource", resources.size() == 1 ? resources.getFirst() : resources);
        }
    }
}
