package dev.countersign.core.token;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a family of refresh tokens stands for, from the first to the last of them (RFC 6749 §6). No refresh widens or
 * prolongs it.
 *
 * @param issuer the trusted token issuer whose assertion it was given for
 * @param scopes the most that any of its access tokens may carry
 * @param audiences the most that any of them may be meant for
 * @param resources those that the first request named; none when it asked for the application's own audiences
 * @param claims of the assertion, so that the trust can be judged again
 * @param issuedAt in whole seconds
 * @param expiresAt in whole seconds; all its refresh tokens end then
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
