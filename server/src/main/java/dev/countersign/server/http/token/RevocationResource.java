package dev.countersign.server.http.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.ClientStage.Endpoint;
import dev.countersign.core.grant.RequestOrigin;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.Responses;
import java.io.IOException;

/** The revocation endpoint (RFC 7009). A hint about the kind of token is not needed, and so not looked at. */
public final class RevocationResource {
    private final TokenRevocation revocation;
    private final TokenForms forms;
    private final ErrorResponder errors;

    public RevocationResource(TokenParts parts, ErrorResponder errors, LoadShedder shedder) {
        this.revocation = parts.revocation();
        this.forms = new TokenForms(Endpoint.REVOCATION, parts, shedder);
        this.errors = errors;
    }

    /** Takes one token back. */
    public void post(ServerRequest request, ServerResponse response) throws IOException {
        RequestOrigin origin = TokenForms.origin(request, response);
        Ruling<Boolean> ruling = forms.form(request, origin)
                .then(form -> forms.asClient(request, form, origin, client -> revoke(form, client, origin)));
        switch (ruling) {
            case Ruling.Refused<Boolean>(Rejection rejection) -> errors.refuse(response, OAuthError.of(rejection));
            case Ruling.Granted<Boolean> _ ->
                response.header(Responses.NO_STORE)
                        .header(ErrorResponder.NO_CACHE)
                        .send();
        }
    }

    private Ruling<Boolean> revoke(FormBody form, RegisteredClient client, RequestOrigin origin) {
        return TokenForms.token(form)
                .then(token -> Ruling.unless(revocation.revoke(token, client, origin.correlationId()), () -> true));
    }
}
