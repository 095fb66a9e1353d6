package dev.countersign.server.http.token;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenRequest.Grant;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.web.FormBody;
import java.util.Optional;
import java.util.Set;

/** The reader of token requests: what they present and ask for, not yet judged. */
final class TokenRequestParser {
    /** RFC 8707 §2, RFC 8693 §2.1. */
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");

    private TokenRequestParser() {}

    /** The request, or what is wrong with its form. */
    static Ruling<TokenRequest> parse(ReceivedRequest received) {
        return OAuthForm.read(received, REPEATABLE).then(body -> parse(received, body));
    }

    private static Ruling<TokenRequest> parse(ReceivedRequest received, FormBody body) {
        Optional<String> proof = body.value("client_assertion");
        if (proof.isPresent() && proof.equals(body.value("assertion"))) {
            // RFC 8725 §3.12: what says who the client is never says what it may do
            return Ruling.refused(new RequestRejection.Malformed("one JWT as both client assertion and assertion"));
        }
        return ClientCredentials.read(received.authorizations(), body)
                .then(client -> grant(body).then(grant -> withAccess(client, grant, body)));
    }

    private static Ruling<Grant> grant(FormBody body) {
        Optional<String> value = body.value("grant_type");
        if (value.isEmpty()) {
            return Ruling.refused(new RequestRejection.GrantTypeMissing());
        }
        Optional<GrantType> type = GrantType.of(value.get());
        if (type.isEmpty()) {
            return Ruling.refused(new RequestRejection.GrantTypeUnsupported(value.get()));
        }
        return switch (type.get()) {
            case CLIENT_CREDENTIALS -> Ruling.granted(new Grant.ClientCredentials());
            case REFRESH_TOKEN ->
                body.value("refresh_token")
                        .map(token -> Ruling.<Grant>granted(new Grant.Refresh(token)))
                        .orElseGet(() -> Ruling.refused(new RequestRejection.RefreshTokenMissing()));
            case JWT_BEARER ->
                body.value("assertion")
                        .map(assertion -> Ruling.<Grant>granted(new Grant.JwtBearer(assertion)))
                        .orElseGet(() -> Ruling.refused(new RequestRejection.AssertionMissing()));
        };
    }

    private static Ruling<TokenRequest> withAccess(ClientAuthentication client, Grant grant, FormBody body) {
        Optional<String> scope = body.value("scope");
        Optional<ScopeSet> scopes = scope.flatMap(ScopeSet::parse);
        if (scope.isPresent() && scopes.isEmpty()) {
            return Ruling.refused(new RequestRejection.ScopeMalformed());
        }
        var access = new RequestedAccess(scopes, body.values("resource"));
        return Ruling.granted(new TokenRequest(client, grant, access));
    }
}
