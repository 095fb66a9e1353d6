package dev.countersign.server.http;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.Introspection.Viewer;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Answers;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.Caller;
import dev.countersign.server.web.FormBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The introspection endpoint (RFC 7662), with signed answers for those who want them (RFC 9701). */
final class IntrospectionResource {
    private static final String SIGNED = "application/token-introspection+jwt";
    private static final Header SIGNED_TYPE = new Header("Content-Type", SIGNED);
    private static final Header VARIES = new Header("Vary", "Accept");
    private static final String SCOPE = "admin:read";

    private final Introspection introspection;
    private final TokenForms forms;
    private final BearerGate gate;
    private final ErrorResponder errors;

    IntrospectionResource(TokenParts parts, BearerGate gate, ErrorResponder errors) {
        this.introspection = parts.introspection();
        this.forms = new TokenForms(parts);
        this.gate = gate;
        this.errors = errors;
    }

    /** Answers one question about a token. */
    void post(ServerRequest request, ServerResponse response) throws IOException {
        switch (TokenForms.form(request)) {
            case Ruling.Refused<FormBody>(Rejection rejection) -> refuse(response, rejection);
            case Ruling.Granted<FormBody>(FormBody form) -> answer(request, response, form);
        }
    }

    private void answer(ServerRequest request, ServerResponse response, FormBody form) {
        if (BearerGate.isBearer(request)) {
            Optional<Caller> caller = gate.admitForm(request, response, form, SCOPE);
            if (caller.isPresent()) {
                var viewer = new Viewer.Administrator(caller.get().clientId().value());
                answer(request, response, form, viewer);
            }
            return;
        }
        switch (forms.client(request, form)) {
            case Ruling.Refused<RegisteredClient>(Rejection rejection) -> refuse(response, rejection);
            case Ruling.Granted<RegisteredClient>(RegisteredClient client) ->
                answer(request, response, form, new Viewer.Application(client));
        }
    }

    private void answer(ServerRequest request, ServerResponse response, FormBody form, Viewer viewer) {
        switch (TokenForms.token(form)) {
            case Ruling.Refused<String>(Rejection rejection) -> refuse(response, rejection);
            case Ruling.Granted<String>(String token) -> {
                switch (introspection.answer(token, viewer)) {
                    case Ruling.Refused<Map<String, Object>>(Rejection rejection) -> refuse(response, rejection);
                    case Ruling.Granted<Map<String, Object>>(var members) -> send(request, response, members, viewer);
                }
            }
        }
    }

    private void send(ServerRequest request, ServerResponse response, Map<String, Object> members, Viewer viewer) {
        response.header(ErrorResponder.NO_CACHE).header(VARIES);
        if (wantsSigned(request)) {
            response.header(SIGNED_TYPE)
                    .header(Answers.NO_STORE)
                    .send(introspection.sign(members, viewer).getBytes(StandardCharsets.US_ASCII));
        } else {
            Answers.json(response, 200, members);
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
