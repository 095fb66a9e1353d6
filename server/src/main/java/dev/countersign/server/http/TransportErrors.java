package dev.countersign.server.http;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.server.web.Answers;
import dev.countersign.server.web.CommonHeaders;
import dev.countersign.server.web.CorrelationIds;
import io.helidon.http.DirectHandler;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.time.Duration;

/** The answer to what is turned away before it is a request: broken HTTP, too much of it, too many at once. */
final class TransportErrors implements DirectHandler {
    private static final int UNAVAILABLE = 503;

    private TransportErrors() {}

    /** This handler for everything the web server turns away by itself. */
    static DirectHandlers handlers() {
        var builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, new TransportErrors());
        }
        return builder.build();
    }

    /** Answers in JSON of fixed text; the message is left out, because it quotes the request. */
    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        CorrelationId id = CorrelationIds.next();
        OAuthError error = ErrorResponder.ofStatus(status.code());
        headers.set(Answers.JSON)
                .set(Answers.NO_STORE)
                .set(ErrorResponder.NO_CACHE)
                .set(CommonHeaders.NO_SNIFFING);
        headers.set(CorrelationIds.HEADER, id.value());
        if (status.code() == UNAVAILABLE) {
            headers.set(Answers.retryAfter(Duration.ofSeconds(1)));
        }
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(ErrorResponder.body(error, id))
                .build();
    }
}
