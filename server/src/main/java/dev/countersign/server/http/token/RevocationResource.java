package dev.countersign.server.http.token;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.ClientStage.Endpoint;
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
        TokenForms.Incoming incoming = forms.incoming(request, response);
        Ruling<Boolean> ruling = forms.form(incoming)
                .then(form -> forms.asClient(incoming, form, client -> revoke(incoming, form, client)));
        switch (ruling) {
            case Ruling.Refused<Boolean>(Rejection rejection) -> errors.refuse(response, OAuthError.of(rejection));
            case Ruling.Granted<Boolean> _ ->
                response.header(Responses.NO_STORE)
                        .header(ErrorResponder.NO_CACHE)
                        .send();
        }
    }

    private Ruling<Boolean> revoke(TokenForms.Incoming incoming, FormBody form, RegisteredClient client) {
        return TokenForms.token(form)
                .then(token -> Ruling.unless(
                        revocation.revoke(
                                incoming.trust(),
                                token,
                                client,
                                incoming.origin().correlationId()),
                        () -> true));
    }
}
