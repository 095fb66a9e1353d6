package dev.countersign.core.grant;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Ruling;

/** A well-formed token request (RFC 6749 §4.4.2 and §6, RFC 7523 §2.1), not yet judged. */
public record TokenRequest(ClientAuthentication client, Grant grant, RequestedAccess access) {

    /** The request of these credentials and parameters, or what is wrong with its form. */
    public static Ruling<TokenRequest> read(ClientAuthentication client, RequestParameters parameters) {
        return Grant.of(parameters).then(grant -> {
            var walk = new FirstRefusal();
            grant.form(walk);
            var access = RequestedAccess.read(parameters.value("scope"), parameters.values("resource"), walk);
            return walk.ruling(access).map(asked -> new TokenRequest(client, grant, asked));
        });
    }
}
