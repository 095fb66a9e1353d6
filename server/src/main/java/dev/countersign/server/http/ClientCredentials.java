package dev.countersign.server.http;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import java.util.List;
import java.util.Optional;

/** The reader of the one way in which a token request authenticates its client (RFC 6749 §2.3). */
final class ClientCredentials {
    private static final int ONE = 1;

    private ClientCredentials() {}

    /**
     * The credentials, readable or not.
     *
     * @param authorizations the {@code Authorization} headers, one at most
     */
    static Ruling<ClientAuthentication> read(List<String> authorizations, FormBody body) {
        Optional<String> secret = body.value("client_secret");
        boolean assertion = body.value("client_assertion").isPresent()
                || body.value("client_assertion_type").isPresent();
        int methods = authorizations.size() + (secret.isPresent() ? 1 : 0) + (assertion ? 1 : 0);
        if (methods > ONE) {
            return malformed("more than one way of client authentication");
        }
        if (assertion) {
            // no application is registered for private_key_jwt (RFC 7523 §2.2), so nobody's assertion is readable
            return Ruling.granted(new ClientAuthentication.Unreadable());
        }
        Optional<String> clientId = body.value("client_id");
        if (!authorizations.isEmpty()) {
            return basic(BasicCredentials.read(authorizations.getFirst()), clientId);
        }
        if (secret.isEmpty()) {
            return Ruling.granted(new ClientAuthentication.Missing());
        }
        return Ruling.granted(
                clientId.map(id -> BasicCredentials.of(AuthenticationMethod.CLIENT_SECRET_POST, id, secret.get()))
                        .orElseGet(ClientAuthentication.Unreadable::new));
    }

    /** RFC 6749 §3.2.1: a client id in the body may name the authenticated client and no other. */
    private static Ruling<ClientAuthentication> basic(ClientAuthentication credentials, Optional<String> clientId) {
        boolean another = credentials instanceof ClientAuthentication.Secret presented
                && clientId.filter(id -> !id.equals(presented.clientId().value()))
                        .isPresent();
        return another
                ? malformed("a client_id in the body that is not the authenticated client")
                : Ruling.granted(credentials);
    }

    private static Ruling<ClientAuthentication> malformed(String problem) {
        return Ruling.refused(new RequestRejection.Malformed(problem));
    }
}
