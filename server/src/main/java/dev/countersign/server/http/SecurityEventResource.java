package dev.countersign.server.http;

import dev.countersign.core.event.Receipt;
import dev.countersign.core.event.Receipt.Fault;
import dev.countersign.core.event.SecurityEventReceiver;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.http.token.ErrorResponder;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.transport.ConnectionBrokenException;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.Responses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The addresses to which trusted token issuers push security event tokens (RFC 8935). */
final class SecurityEventResource {
    /** As long as a token request may be. */
    private static final int LONGEST = 65_536;

    private static final String MEDIA_TYPE = "application/secevent+jwt";
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);
    private static final Header LANGUAGE = new Header("Content-Language", "en");

    private final SecurityEventReceiver receiver;
    private final ErrorResponder errors;
    private final LoadShedder shedder;

    SecurityEventResource(SecurityEventReceiver receiver, ErrorResponder errors, LoadShedder shedder) {
        this.receiver = receiver;
        this.errors = errors;
        this.shedder = shedder;
    }

    /** Receives the token of one request, whose path ends with the id of the issuer. */
    void post(ServerRequest request, ServerResponse response) throws ConnectionBrokenException {
        var issuer = new IssuerId(request.path().substring(request.path().lastIndexOf('/') + 1));
        if (receiver.receives(issuer)) {
            shedding(request, response, issuer);
        } else {
            errors.notFound(request, response);
        }
    }

    private void shedding(ServerRequest request, ServerResponse response, IssuerId issuer)
            throws ConnectionBrokenException {
        Optional<LoadShedder.Tenant> tenant = shedder.admit(Optional.empty());
        if (tenant.isEmpty()) {
            shedder.shed();
            answer(request, response, new Receipt.Unavailable(COME_BACK_AFTER));
            return;
        }
        try {
            answer(request, response, receive(request, response, issuer));
        } finally {
            shedder.release(tenant.get());
        }
    }

    private Receipt receive(ServerRequest request, ServerResponse response, IssuerId issuer)
            throws ConnectionBrokenException {
        if (!isToken(request.headers().values("Content-Type"))) {
            return malformed("Send the token with Content-Type: " + MEDIA_TYPE + ".");
        }
        return switch (request.body(LONGEST)) {
            case ReceivedBody.TooLarge() -> malformed("The token is longer than " + LONGEST + " bytes.");
            case ReceivedBody.TooSlow() -> malformed("The token did not arrive in time.");
            case ReceivedBody.Complete(var body) ->
                receiver.receive(issuer, new String(body, StandardCharsets.ISO_8859_1), CorrelationIds.of(response));
        };
    }

    private static Receipt malformed(String description) {
        return new Receipt.Refused(Fault.INVALID_REQUEST, description);
    }

    /** RFC 8935 §2.1; parameters of the media type are ignored. */
    private static boolean isToken(List<String> contentTypes) {
        return contentTypes.size() == 1
                && contentTypes
                        .getFirst()
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(MEDIA_TYPE);
    }

    private void answer(ServerRequest request, ServerResponse response, Receipt receipt) {
        switch (receipt) {
            case Receipt.Accepted() ->
                response.header(Responses.NO_STORE).status(202).send();
            case Receipt.Refused(Fault fault, String description) -> {
                Map<String, Object> members = new LinkedHashMap<>();
                members.put("err", fault.word());
                members.put("description", description);
                response.header(LANGUAGE);
                Responses.json(response, 400, members);
            }
            case Receipt.Unavailable(Duration retryAfter) -> {
                response.header(Responses.retryAfter(retryAfter));
                Responses.problem(
                        response,
                        ProblemDetails.of(503, "temporarily_unavailable", "The token has to be sent again later."));
            }
            case Receipt.NotFound() -> errors.notFound(request, response);
        }
    }
}
