package dev.countersign.server.http;

import dev.countersign.core.grant.AccessTokenAnswer;
import dev.countersign.core.grant.RequestOrigin;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.Answers;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token endpoint (RFC 6749 §3.2). */
final class TokenResource {
    static final int LONGEST_BODY = 64 * 1024;
    private static final Duration BODY_WITHIN = Duration.ofSeconds(10);
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final TokenRequests requests;
    private final ErrorResponder errors;
    private final Doorkeeper doorkeeper;
    private final BodyReader bodies = new BodyReader(LONGEST_BODY, BODY_WITHIN);

    /** An endpoint that judges only what the doorkeeper lets in; everybody else is asked to come back. */
    TokenResource(TokenRequests requests, ErrorResponder errors, Doorkeeper doorkeeper) {
        this.requests = requests;
        this.errors = errors;
        this.doorkeeper = doorkeeper;
    }

    /** Answers one token request. */
    void post(ServerRequest request, ServerResponse response) {
        var origin = new RequestOrigin(CorrelationIds.of(response), Peer.address(request));
        if (!doorkeeper.wouldLetIn(request.headers().all(HeaderNames.AUTHORIZATION, List::of))) {
            turnAway(response, origin);
            return;
        }
        Ruling<TokenRequest> parsed = read(request, response);
        // A place is taken only now that the request is read, so that slow senders hold none.
        Optional<String> party = doorkeeper.letIn(parsed);
        if (party.isEmpty()) {
            turnAway(response, origin);
            return;
        }
        Ruling<AccessTokenAnswer> ruling;
        try {
            ruling = requests.answer(parsed, origin);
        } finally {
            doorkeeper.letOut(party.get());
        }
        switch (ruling) {
            case Ruling.Granted<AccessTokenAnswer>(var answer) -> send(response, answer);
            case Ruling.Refused<AccessTokenAnswer>(var rejection) -> errors.refuse(response, OAuthError.of(rejection));
        }
    }

    private void turnAway(ServerResponse response, RequestOrigin origin) {
        var overloaded = new DependencyRejection.ServerOverloaded(COME_BACK_AFTER);
        doorkeeper.turnedAway();
        if (requests.answer(Ruling.refused(overloaded), origin) instanceof Ruling.Granted<AccessTokenAnswer>) {
            throw new IllegalStateException("a refused request was granted");
        }
        errors.refuse(response, OAuthError.of(overloaded));
    }

    private Ruling<TokenRequest> read(ServerRequest request, ServerResponse response) {
        return switch (bodies.read(request)) {
            case BodyReader.Reading.Complete(var body) -> TokenRequestParser.parse(received(request, body));
            case BodyReader.Reading.TooLarge() -> {
                ConnectionEnd.announce(request, response);
                yield Ruling.refused(new RequestRejection.TooLarge(LONGEST_BODY));
            }
            case BodyReader.Reading.TooSlow() -> {
                ConnectionEnd.announce(request, response);
                yield Ruling.refused(new RequestRejection.Malformed("a body that did not arrive in time"));
            }
        };
    }

    private static ReceivedRequest received(ServerRequest request, byte[] body) {
        ServerRequestHeaders headers = request.headers();
        return new ReceivedRequest(
                headers.all(HeaderNames.CONTENT_TYPE, List::of),
                headers.all(HeaderNames.CONTENT_ENCODING, List::of),
                headers.all(HeaderNames.AUTHORIZATION, List::of),
                request.prologue().query().rawValue(),
                body);
    }

    /** RFC 6749 §5.1. {@code scope} is always echoed, unless none was granted. */
    private static void send(ServerResponse response, AccessTokenAnswer answer) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", answer.accessToken());
        members.put("token_type", "Bearer");
        members.put("expires_in", answer.lifetime().toSeconds());
        if (!answer.token().scopes().isEmpty()) {
            members.put("scope", answer.token().scopes().toString());
        }
        answer.refreshToken().ifPresent(refreshToken -> members.put("refresh_token", refreshToken));
        response.header(ErrorResponder.NO_CACHE);
        Answers.json(response, 200, members);
    }
}
