package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.Peer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What introspection and revocation have in common: a form with a token, from a client that proves who it is. */
final class TokenForms {
    private final TokenParts parts;

    TokenForms(TokenParts parts) {
        this.parts = parts;
    }

    /** Reads the form; its parameters may stand there once each. */
    static Ruling<FormBody> form(ServerRequest request) throws IOException {
        return OAuthForm.received(request).then(received -> OAuthForm.read(received, Set.of()));
    }

    static List<String> authorizations(ServerRequest request) {
        return request.headers().values("Authorization");
    }

    /** RFC 7662 §2.1, RFC 7009 §2.1: the token, whatever it is. */
    static Ruling<String> token(FormBody form) {
        Optional<String> token = form.value("token");
        return token.isPresent()
                ? Ruling.granted(token.get())
                : Ruling.refused(new RequestRejection.Malformed("no token"));
    }

    /** The application that the request proves to come from (RFC 6749 §2.3). */
    Ruling<RegisteredClient> client(ServerRequest request, FormBody form) {
        return switch (ClientCredentials.read(authorizations(request), form)) {
            case Ruling.Refused<ClientAuthentication>(var rejection) -> Ruling.refused(rejection);
            case Ruling.Granted<ClientAuthentication>(var presented) ->
                switch (parts.authenticator()
                        .authenticate(
                                presented,
                                parts.clients(),
                                Peer.address(request),
                                parts.clock().instant())) {
                    case Ruling.Refused<AuthenticatedClient>(var rejection) -> Ruling.refused(rejection);
                    case Ruling.Granted<AuthenticatedClient>(var authenticated) ->
                        Ruling.granted(authenticated.client());
                };
        };
    }
}
