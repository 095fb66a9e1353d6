package dev.countersign.server.http.token;

import dev.countersign.core.grant.RequestOrigin;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.Peer;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The token endpoint (RFC 6749 §3.2). */
public final class TokenResource {
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final TokenRequests requests;
    private final ErrorResponder errors;
    private final LoadShedder shedder;

    /** An endpoint that judges only what the shedder lets in; everybody else is asked to come back. */
    public TokenResource(TokenRequests requests, ErrorResponder errors, LoadShedder shedder) {
        this.requests = requests;
        this.errors = errors;
        this.shedder = shedder;
    }

    /** Answers one token request. */
    public void post(ServerRequest request, ServerResponse response) throws IOException {
        var origin = new RequestOrigin(CorrelationIds.of(response), Peer.address(request));
        if (!shedder.wouldAdmit(request.headers().values("Authorization"))) {
            turnAway(response, origin);
            return;
        }
        Ruling<TokenRequest> parsed = OAuthForm.received(request).then(TokenRequestParser::parse);
        Optional<String> tenant = shedder.admit(parsed.toOptional().map(TokenRequest::client));
        if (tenant.isEmpty()) {
            turnAway(response, origin);
            return;
        }
        Ruling<TokenResponse> ruling;
        try {
            ruling = requests.answer(parsed, origin);
        } finally {
            shedder.release(tenant.get());
        }
        switch (ruling) {
            case Ruling.Granted<TokenResponse>(var answer) -> send(response, answer);
            case Ruling.Refused<TokenResponse>(var rejection) -> errors.refuse(response, OAuthError.of(rejection));
        }
    }

    private void turnAway(ServerResponse response, RequestOrigin origin) {
        var overloaded = new DependencyRejection.ServerOverloaded(COME_BACK_AFTER);
        shedder.shed();
        if (requests.answer(Ruling.refused(overloaded), origin) instanceof Ruling.Granted<TokenResponse>) {
            throw new IllegalStateException("a refused request was granted");
        }
        errors.refuse(response, OAuthError.of(overloaded));
    }

    /** RFC 6749 §5.1. {@code scope} is always echoed, unless none was granted. */
    private static void send(ServerResponse response, TokenResponse answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", answer.accessToken());
        members.put("token_type", "Bearer");
        members.put("expires_in", answer.lifetime().toSeconds());
        if (!answer.token().scopes().isEmpty()) {
            members.put("scope", answer.token().scopes().toString());
        }
        answer.refreshToken().ifPresent(refreshToken -> members.put("refresh_token", refreshToken));
        response.header(ErrorResponder.NO_CACHE);
        Responses.json(response, 200, members);
    }
}
