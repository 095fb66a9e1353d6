package dev.countersign.core.policy;

import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.AssertionTimeRejection;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what is granted: conditions, subject, scope, resource, lifetime, in this order. */
public final class Authorizer {
    private final ServerIdentity self;

    public Authorizer(ServerIdentity self) {
        this.self = self;
    }

    /** What a verified assertion entitles the client to (RFC 7521 §4.1). */
    public Ruling<AccessGrant> authorize(
            VerifiedAssertion assertion,
            IssuerPolicy policy,
            RegisteredClient client,
            RequestedAccess requested,
            Instant now) {
        Optional<PolicyRejection> unmet = policy.conditions().firstUnmet(assertion.claims());
        if (unmet.isPresent()) {
            return Ruling.refused(unmet.get());
        }
        TrustedIssuer issuer = policy.issuer();
        Ruling<String> subject = SubjectPolicy.map(assertion, issuer);
        if (subject instanceof Ruling.Refused<String>(Rejection rejection)) {
            return Ruling.refused(rejection);
        }
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = expiry(assertion, issuer, client, issuedAt);
        if (!expiresAt.isAfter(now)) {
            return Ruling.refused(new AssertionTimeRejection.Expired(assertion.expiresAt(), now, Duration.ZERO));
        }
        return grant(
                ((Ruling.Granted<String>) subject).value(),
                client,
                requested,
                issuer.scopes(),
                mapped(assertion, issuer),
                issuedAt,
                expiresAt);
    }

    /** What a client gets for its own credentials (RFC 6749 §4.4): its subject is the client itself (RFC 9068 §5). */
    public Ruling<AccessGrant> authorizeClient(RegisteredClient client, RequestedAccess requested, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = issuedAt.plus(client.accessToken().lifetime());
        return grant(client.clientId().value(), client, requested, Optional.empty(), Map.of(), issuedAt, expiresAt);
    }

    private Ruling<AccessGrant> grant(
            String subject,
            RegisteredClient client,
            RequestedAccess requested,
            Optional<ScopeSet> ceiling,
            Map<String, Object> claims,
            Instant issuedAt,
            Instant expiresAt) {
        Ruling<ScopeSet> scopes = ScopePolicy.grant(requested.scopes(), client, ceiling);
        if (scopes instanceof Ruling.Refused<ScopeSet>(Rejection rejection)) {
            return Ruling.refused(rejection);
        }
        ScopeSet granted = ((Ruling.Granted<ScopeSet>) scopes).value();
        return switch (ResourcePolicy.grant(requested.resources(), client, self.asAudience())) {
            case Ruling.Refused<List<Audience>>(Rejection rejection) -> Ruling.refused(rejection);
            case Ruling.Granted<List<Audience>>(List<Audience> audiences) ->
                Ruling.granted(new AccessGrant(subject, granted, audiences, claims, issuedAt, expiresAt));
        };
    }

    private static Instant expiry(
            VerifiedAssertion assertion, TrustedIssuer issuer, RegisteredClient client, Instant issuedAt) {
        Instant ordinary = issuedAt.plus(client.accessToken().lifetime());
        return issuer.boundByAssertion() && assertion.expiresAt().isBefore(ordinary) ? assertion.expiresAt() : ordinary;
    }

    private static Map<String, Object> mapped(VerifiedAssertion assertion, TrustedIssuer issuer) {
        var mapped = new HashMap<String, Object>();
        for (TrustedIssuer.ClaimMapping mapping : issuer.claims()) {
            Object value = assertion.claims().get(mapping.from());
            if (value != null) {
                mapped.put(mapping.to(), value);
            }
        }
        return mapped;
    }
}
