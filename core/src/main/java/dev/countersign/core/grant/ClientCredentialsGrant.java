package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.CheckWalk;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client credentials grant (RFC 6749 §4.4): the client is the subject, and gets no refresh token (§4.4.3). */
public record ClientCredentialsGrant() implements Grant {
    @Override
    public GrantType type() {
        return GrantType.CLIENT_CREDENTIALS;
    }

    @Override
    public String permission() {
        return "The application may use the client credentials grant";
    }

    @Override
    public void form(CheckWalk walk) {
        // it has no further parameters
    }

    @Override
    public Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk) {
        Map<String, Object> claims = claimant.client()
                .map(RegisteredClient::clientId)
                .map(ClientId::value)
                .<Map<String, Object>>map(id -> Map.of("sub", id))
                .orElse(Map.of());
        return Optional.of(new Entitlement(
                "client_authenticated",
                Optional.empty(),
                new JwtClaims(claims),
                Optional.empty(),
                claimant.access(),
                Optional.empty(),
                Confirmation.NONE,
                List.of(),
                new Entitlement.Refresh.None()));
    }
}
