package dev.countersign.core.grant;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Ruling;
import java.util.List;
import java.util.Optional;

/**
 * A well-formed token request (RFC 6749 §4.4.2 and §6, RFC 7523 §2.1), before any check.
 *
 * @param proofs the values of all {@code DPoP} header fields (RFC 9449 §4.1)
 * @param certificate of the client, as its connection shows it (RFC 8705 §3)
 */
public record TokenRequest(
        ClientAuthentication client,
        Grant grant,
        RequestedAccess access,
        List<String> proofs,
        Optional<ClientCertificate> certificate) {

    public TokenRequest {
        proofs = List.copyOf(proofs);
    }

    /** Whether the client presents credentials, readable or not; a client id alone counts as such. */
    boolean hasCredentials() {
        return !(client instanceof ClientAuthentication.Missing);
    }

    /** The request with these credentials and parameters, or the refusal of its form. */
    public static Ruling<TokenRequest> read(
            ClientAuthentication client,
            RequestParameters parameters,
            List<String> proofs,
            Optional<ClientCertificate> certificate) {
        return Grant.of(parameters).then(grant -> {
            var walk = new FirstRefusal();
            grant.form(walk);
            var access = RequestedAccess.read(parameters.value("scope"), parameters.values("resource"), walk);
            return walk.ruling(access).map(asked -> new TokenRequest(client, grant, asked, proofs, certificate));
        });
    }
}
