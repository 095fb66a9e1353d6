package dev.countersign.server.http.token;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ErrorCode;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CommonHeaders;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.Responses;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The sole writer of OAuth error bodies (RFC 6749 §5.2). Everything in them except the correlation id is fixed text, so
 * nothing of a request is ever echoed. Below {@value #API} the same errors are written as problems (RFC 9457).
 */
public final class ErrorResponder {
    private static final System.Logger LOGGER = System.getLogger(ErrorResponder.class.getName());
    private static final String API = "/api/";
    /** RFC 6749 §5.1, for caches older than HTTP/1.1. */
    static final Header NO_CACHE = new Header("Pragma", "no-cache");
    /** Sent with every 401, so that all of them are alike (RFC 6749 §5.2). */
    private static final Header CHALLENGE =
            new Header("WWW-Authenticate", "Basic realm=\"countersign\", charset=\"UTF-8\"");

    private static final String NO_RESPONSE_TYPE =
            "No response type is served. Ask the token endpoint for one of these grants: "
                    + Arrays.stream(GrantType.values()).map(GrantType::value).collect(Collectors.joining(", ")) + ".";

    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final Duration SIGNING_RETRY = Duration.ofSeconds(5);

    /** Answers a refused token request. */
    void refuse(ServerResponse response, OAuthError error) {
        if (error.status() == UNAUTHORIZED) {
            response.header(CHALLENGE);
        }
        error.retryAfter().map(Responses::retryAfter).ifPresent(response::header);
        send(response, error);
    }

    /** Answers an internal fault with the correlation id only, and logs the fault once. */
    public void fault(ServerRequest request, ServerResponse response, Throwable fault) {
        CorrelationId id = CorrelationIds.of(response);
        if (fault instanceof SigningUnavailableException) {
            LOGGER.log(System.Logger.Level.WARNING, "A request needs a signature; correlation id " + id, fault);
            response.header(Responses.retryAfter(SIGNING_RETRY));
            answer(request, response, ofStatus(UNAVAILABLE));
            return;
        }
        LOGGER.log(
                System.Logger.Level.ERROR, "A request failed and was answered with 500; correlation id " + id, fault);
        answer(request, response, fixed(ErrorCode.SERVER_ERROR, 500, "The server met an unexpected condition."));
    }

    /** Answers an authorization request with an error that names the supported grants. */
    void noResponseType(ServerResponse response) {
        send(response, fixed(ErrorCode.UNSUPPORTED_RESPONSE_TYPE, 400, NO_RESPONSE_TYPE));
    }

    /** Answers a request for an unknown path. */
    public void notFound(ServerRequest request, ServerResponse response) {
        answer(request, response, fixed(ErrorCode.INVALID_REQUEST, 404, "There is nothing at this address."));
    }

    /** Answers a request that came over a connection for another host (RFC 9110 §15.5.20). */
    public void misdirected(ServerRequest request, ServerResponse response) {
        answer(
                request,
                response,
                fixed(ErrorCode.INVALID_REQUEST, 421, "The connection was made for another host. Use a new one."));
    }

    /** Answers a request of an organization that has reached its limit of requests (RFC 6585 §4). */
    public void tooManyRequests(ServerRequest request, ServerResponse response) {
        response.header(Responses.retryAfter(Duration.ofSeconds(1)));
        answer(
                request,
                response,
                fixed(
                        ErrorCode.TEMPORARILY_UNAVAILABLE,
                        429,
                        "This organization has reached its limit of requests per second."));
    }

    /** Answers a request with an unsupported method (RFC 9110 §15.5.6). */
    public void methodNotAllowed(ServerRequest request, ServerResponse response, String allowed) {
        response.header(new Header("Allow", allowed));
        answer(request, response, fixed(ErrorCode.INVALID_REQUEST, 405, "This address does not serve the method."));
    }

    /** Answers input refused before it is a request: malformed or too large HTTP, or too many requests at once. */
    public void unservable(ServerResponse response, int status) {
        response.header(CorrelationIds.HEADER, CorrelationIds.next().value()).header(CommonHeaders.NO_SNIFFING);
        if (status == UNAVAILABLE) {
            response.header(Responses.retryAfter(Duration.ofSeconds(1)));
        }
        send(response, ofStatus(status));
    }

    /** The error for a request refused by the web server itself. */
    static OAuthError ofStatus(int status) {
        return switch (status) {
            case 413 -> fixed(ErrorCode.INVALID_REQUEST, status, "The request is too large.");
            case 404 -> fixed(ErrorCode.INVALID_REQUEST, status, "There is nothing at this address.");
            case 503 -> fixed(ErrorCode.TEMPORARILY_UNAVAILABLE, status, "The server cannot answer at the moment.");
            default ->
                // 501 and 505 are caused by the caller's use of HTTP
                status < 500 || status == 501 || status == 505
                        ? fixed(ErrorCode.INVALID_REQUEST, status, "The request is not well-formed HTTP.")
                        : fixed(ErrorCode.SERVER_ERROR, status, "The server met an unexpected condition.");
        };
    }

    private void answer(ServerRequest request, ServerResponse response, OAuthError error) {
        if (request.path().contains(API)) {
            Responses.problem(
                    response,
                    ProblemDetails.of(error.status(), "http." + error.error().value(), error.description()));
        } else {
            send(response, error);
        }
    }

    private static void send(ServerResponse response, OAuthError error) {
        response.header(Responses.JSON)
                .header(Responses.NO_STORE)
                .header(NO_CACHE)
                .status(error.status())
                .send(body(error, CorrelationIds.of(response)));
    }

    /** The JSON of an error. */
    static byte[] body(OAuthError error, CorrelationId correlationId) {
        var members = new LinkedHashMap<String, Object>();
        members.put("error", error.error().value());
        members.put("error_description", error.description());
        members.put("correlation_id", correlationId.value());
        return JsonText.write(members);
    }

    private static OAuthError fixed(ErrorCode code, int status, String description) {
        return new OAuthError(code, status, description, Optional.empty());
    }
}
