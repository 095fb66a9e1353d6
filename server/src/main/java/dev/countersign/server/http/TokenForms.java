package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import dev.countersign.server.web.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What introspection and revocation have in common: a form with a token, from a client that proves who it is. */
final class TokenForms {
    private static final Duration BODY_WITHIN = Duration.ofSeconds(10);

    private final TokenParts parts;
    private final BodyReader bodies = new BodyReader(TokenResource.LONGEST_BODY, BODY_WITHIN);

    TokenForms(TokenParts parts) {
        this.parts = parts;
    }

    /** Reads the form; its parameters may stand there once each. */
    Ruling<FormBody> form(ServerRequest request, ServerResponse response) {
        return switch (bodies.read(request)) {
            case BodyReader.Reading.Complete(var body) -> OAuthForm.read(received(request, body), Set.of());
            case BodyReader.Reading.TooLarge() -> {
                ConnectionEnd.announce(request, response);
                yield Ruling.refused(new RequestRejection.TooLarge(TokenResource.LONGEST_BODY));
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
                authorizations(request),
                request.prologue().query().rawValue(),
                body);
    }

    static List<String> authorizations(ServerRequest request) {
        return request.headers().all(HeaderNames.AUTHORIZATION, List::of);
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
