package dev.countersign.server.http.token;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import java.util.List;
import java.util.Optional;

/** The reader of the client authentication of a token request (RFC 6749 §2.3). */
final class ClientCredentials {
    private static final int ONE = 1;
    /** RFC 7523 §2.2. */
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private ClientCredentials() {}

    /**
     * Reads the credentials, or the reason why they cannot be read.
     *
     * @param authorizations the {@code Authorization} headers, at most one
     * @param certificate of the connection, which authenticates a client that sends its id alone (RFC 8705 §2)
     */
    static Ruling<ClientAuthentication> read(
            List<String> authorizations, FormBody body, Optional<ClientCertificate> certificate) {
        Optional<String> secret = body.value("client_secret");
        Optional<String> assertion = body.value("client_assertion");
        Optional<String> assertionType = body.value("client_assertion_type");
        boolean asserted = assertion.isPresent() || assertionType.isPresent();
        int methods = authorizations.size() + (secret.isPresent() ? 1 : 0) + (asserted ? 1 : 0);
        if (methods > ONE) {
            return malformed("more than one way of client authentication");
        }
        Optional<String> clientId = body.value("client_id");
        if (asserted) {
            return assertion.isPresent() && assertionType.filter(TYPE::equals).isPresent()
                    ? Ruling.granted(asserted(assertion.get(), clientId.map(ClientId::new)))
                    : malformed("a client_assertion and its client_assertion_type that do not go together");
        }
        if (!authorizations.isEmpty()) {
            return basic(BasicCredentials.read(authorizations.getFirst()), clientId);
        }
        if (secret.isEmpty()) {
            return Ruling.granted(clientId.map(id -> BasicCredentials.named(id, certificate))
                    .orElseGet(ClientAuthentication.Missing::new));
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

    /** A client assertion; one that names no client, or an impossible one, counts as unreadable. */
    private static ClientAuthentication asserted(String assertion, Optional<ClientId> named) {
        return UnverifiedJwt.read(assertion)
                .toOptional()
                .<ClientAuthentication>map(jwt -> new ClientAuthentication.Assertion(jwt, named))
                .filter(presented -> presented
                        .claimedClient()
                        .filter(id -> id.value().length() <= BasicCredentials.LONGEST_CLIENT_ID)
                        .isPresent())
                .orElseGet(ClientAuthentication.Unreadable::new);
    }

    private static Ruling<ClientAuthentication> malformed(String problem) {
        return Ruling.refused(new RequestRejection.Malformed(problem));
    }
}
