package dev.countersign.server.http;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Answers;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.FormBody;
import java.io.IOException;
import java.util.Optional;

/** The revocation endpoint (RFC 7009). A hint about the kind of token is not needed, and so not looked at. */
final class RevocationResource {
    private final TokenRevocation revocation;
    private final TokenForms forms;
    private final ErrorResponder errors;

    RevocationResource(TokenParts parts, ErrorResponder errors) {
        this.revocation = parts.revocation();
        this.forms = new TokenForms(parts);
        this.errors = errors;
    }

    /** Takes one token back. */
    void post(ServerRequest request, ServerResponse response) throws IOException {
        Optional<Rejection> refusal = switch (TokenForms.form(request)) {
            case Ruling.Refused<FormBody>(Rejection rejection) -> Optional.of(rejection);
            case Ruling.Granted<FormBody>(FormBody form) -> revoke(request, response, form);
        };
        if (refusal.isPresent()) {
            errors.refuse(response, OAuthError.of(refusal.get()));
        } else {
            response.header(Answers.NO_STORE).header(ErrorResponder.NO_CACHE).send();
        }
    }

    private Optional<Rejection> revoke(ServerRequest request, ServerResponse response, FormBody form) {
        return switch (forms.client(request, form)) {
            case Ruling.Refused<RegisteredClient>(Rejection rejection) -> Optional.of(rejection);
            case Ruling.Granted<RegisteredClient>(RegisteredClient client) ->
                switch (TokenForms.token(form)) {
                    case Ruling.Refused<String>(Rejection rejection) -> Optional.of(rejection);
                    case Ruling.Granted<String>(String token) ->
                        revocation.revoke(token, client, CorrelationIds.of(response));
                };
        };
    }
}
