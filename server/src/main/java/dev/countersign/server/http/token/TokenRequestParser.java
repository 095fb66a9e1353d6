package dev.countersign.server.http.token;

import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The reader of token requests: what they present and request, before any check. */
final class TokenRequestParser {
    /** RFC 8707 §2, RFC 8693 §2.1. */
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    /** Parameters with a JWT that is the grant or part of it. */
    private static final List<String> GRANTS = List.of("assertion", "subject_token", "actor_token");

    private TokenRequestParser() {}

    /** The request, or the refusal of its form. */
    static Ruling<TokenRequest> parse(ReceivedRequest received) {
        return OAuthForm.read(received, REPEATABLE).then(body -> parse(received, body));
    }

    private static Ruling<TokenRequest> parse(ReceivedRequest received, FormBody body) {
        Optional<String> clientAssertion = body.value("client_assertion");
        for (String grant : GRANTS) {
            if (clientAssertion.isPresent() && clientAssertion.equals(body.value(grant))) {
                // RFC 8725 §3.12: a JWT that authenticates the client must not also be the grant
                return Ruling.refused(new RequestRejection.Malformed("one JWT as both client assertion and " + grant));
            }
        }
        return ClientCredentials.read(received.authorizations(), body, received.certificate())
                .then(client -> TokenRequest.read(client, body, received.proofs(), received.certificate()));
    }
}
