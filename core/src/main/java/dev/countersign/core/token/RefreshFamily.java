package dev.countersign.core.token;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Grant of a family of refresh tokens, from the first to the last of them (RFC 6749 §6). A refresh neither extends nor
 * prolongs it.
 *
 * @param issuer the trusted token issuer whose assertion it was issued for
 * @param scopes the largest set of scopes of its access tokens
 * @param audiences the largest set of audiences of its access tokens
 * @param resources the resources of the first request; empty when it requested the application's own audiences
 * @param claims of the assertion, so that the trust can be evaluated again
 * @param confirmation the keys of which every refresh must prove possession
 * @param issuedAt in whole seconds
 * @param expiresAt in whole seconds; expiry of all its refresh tokens
 */
public record RefreshFamily(
        FamilyId id,
        IssuerId issuer,
        String subject,
        ApplicationId application,
        ClientId clientId,
        ScopeSet scopes,
        List<Audience> audiences,
        List<String> resources,
        Map<String, Object> claims,
        Confirmation confirmation,
        Instant issuedAt,
        Instant expiresAt) {

    public RefreshFamily {
        audiences = List.copyOf(audiences);
        resources = List.copyOf(resources);
        claims = UnmodifiableCopies.of(claims);
    }

    @Override
    public String toString() {
        return "RefreshFamily[" + id + "]";
    }
}
