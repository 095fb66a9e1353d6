package dev.countersign.server.http.token;

import dev.countersign.core.grant.ClientStage.Endpoint;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.Introspection.Viewer;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.Caller;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The introspection endpoint (RFC 7662), with signed responses on request (RFC 9701). */
public final class IntrospectionResource {
    private static final String SIGNED = "application/token-introspection+jwt";
    private static final Header SIGNED_TYPE = new Header("Content-Type", SIGNED);
    private static final Header VARIES = new Header("Vary", "Accept");
    private static final String SCOPE = "admin:read";

    private final Introspection introspection;
    private final TokenForms forms;
    private final BearerGate gate;
    private final ErrorResponder errors;

    public IntrospectionResource(TokenParts parts, BearerGate gate, ErrorResponder errors, LoadShedder shedder) {
        this.introspection = parts.introspection();
        this.forms = new TokenForms(Endpoint.INTROSPECTION, parts, shedder);
        this.gate = gate;
        this.errors = errors;
    }

    /** Answers one introspection request. */
    public void post(ServerRequest request, ServerResponse response) throws IOException {
        TokenForms.Incoming incoming = forms.incoming(request, response);
        switch (forms.form(incoming)) {
            case Ruling.Refused<FormBody>(Rejection rejection) -> refuse(response, rejection);
            case Ruling.Granted<FormBody>(FormBody form)
            when BearerGate.presentsToken(request) -> answerAdministrator(incoming, response, form);
            case Ruling.Granted<FormBody>(FormBody form) ->
                send(
                        incoming,
                        response,
                        forms.asClient(
                                incoming,
                                form,
                                client -> introspected(incoming, form, new Viewer.Application(client))));
        }
    }

    private void answerAdministrator(TokenForms.Incoming incoming, ServerResponse response, FormBody form) {
        Optional<Caller> caller = gate.admitForm(incoming.request(), response, form, SCOPE);
        if (caller.isPresent()) {
            var viewer = new Viewer.Administrator(caller.get().clientId().value());
            send(incoming, response, introspected(incoming, form, viewer));
        }
    }

    private Ruling<Introspected> introspected(TokenForms.Incoming incoming, FormBody form, Viewer viewer) {
        return TokenForms.token(form)
                .then(token -> introspection.answer(incoming.trust(), token, viewer))
                .map(members -> new Introspected(members, viewer));
    }

    /** Introspection response and its recipient. */
    private record Introspected(Map<String, Object> members, Viewer viewer) {}

    private void send(TokenForms.Incoming incoming, ServerResponse response, Ruling<Introspected> ruling) {
        switch (ruling) {
            case Ruling.Refused<Introspected>(Rejection rejection) -> refuse(response, rejection);
            case Ruling.Granted<Introspected>(Introspected introspected) -> send(incoming, response, introspected);
        }
    }

    private void send(TokenForms.Incoming incoming, ServerResponse response, Introspected introspected) {
        response.header(ErrorResponder.NO_CACHE).header(VARIES);
        if (wantsSigned(incoming.request())) {
            response.header(SIGNED_TYPE)
                    .header(Responses.NO_STORE)
                    .send(introspection
                            .sign(incoming.trust(), introspected.members(), introspected.viewer())
                            .getBytes(StandardCharsets.US_ASCII));
        } else {
            Responses.json(response, 200, introspected.members());
        }
    }

    /** RFC 9701 §4. */
    private static boolean wantsSigned(ServerRequest request) {
        return request.headers().values("Accept").stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(SIGNED));
    }

    private void refuse(ServerResponse response, Rejection rejection) {
        errors.refuse(response, OAuthError.of(rejection));
    }
}
