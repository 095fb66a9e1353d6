package dev.countersign.core.policy;

import dev.countersign.core.assertion.AssertedClaims;
import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides what is granted: the checks of {@link PolicyCheck}, and then the grant. */
public final class Authorizer {
    private final ServerIdentity self;

    public Authorizer(ServerIdentity self) {
        this.self = self;
    }

    /**
     * What an assertion entitles the client to (RFC 7521 §4.1).
     *
     * @param asserted of an assertion that is verified, now or when the family of a refresh token began
     */
    public Ruling<AccessGrant> authorize(
            AssertedClaims asserted,
            IssuerPolicy policy,
            RegisteredClient client,
            RequestedAccess requested,
            SubjectOwners owners,
            ScopeOwners scopeOwners,
            Instant now) {
        var facts = new PolicyFacts(
                asserted, policy, Optional.of(client), Optional.of(requested), self, owners, scopeOwners, now);
        var decisions = Decisions.of(facts);
        return Ruling.unless(firstRefusal(decisions), () -> grant(decisions, facts.issuedAt()));
    }

    private static Optional<Rejection> firstRefusal(Decisions decisions) {
        for (PolicyCheck check : PolicyCheck.values()) {
            for (CheckOutcome outcome : check.outcomes(decisions)) {
                if (outcome instanceof CheckOutcome.Failed(Rejection rejection)) {
                    return Optional.of(rejection);
                }
            }
        }
        return Optional.empty();
    }

    /** Nothing was refused; that all is decided holds because the assertion is verified. */
    private static AccessGrant grant(Decisions decisions, Instant issuedAt) {
        return new AccessGrant(
                decisions.subject().orElseThrow(),
                decisions.scopes().orElseThrow(),
                decisions.audiences().orElseThrow(),
                decisions.claims(),
                issuedAt,
                decisions.expiresAt().orElseThrow());
    }

    /** What a client gets for its own credentials (RFC 6749 §4.4): its subject is the client itself (RFC 9068 §5). */
    public Ruling<AccessGrant> authorizeClient(
            RegisteredClient client, RequestedAccess requested, ScopeOwners scopeOwners, Instant now) {
        Ruling<List<Audience>> meantFor = ResourcePolicy.grant(requested.resources(), client, self.asAudience());
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        return clientScopes(client, requested, meantFor.toOptional(), scopeOwners)
                .then(granted -> meantFor.map(audiences -> new AccessGrant(
                        client.clientId().value(),
                        granted,
                        granted.hasAdministrative() ? List.of(self.asAudience()) : audiences,
                        Map.of(),
                        issuedAt,
                        issuedAt.plus(client.accessToken().lifetime()))));
    }

    /**
     * The scopes of a client's own token. Those of our administration belong to us: a token that is not meant for us has
     * none of them, and one that has is meant for nobody else, who could present it here.
     *
     * @param audiences of the token; empty when the resources asked for are refused
     */
    private Ruling<ScopeSet> clientScopes(
            RegisteredClient client,
            RequestedAccess requested,
            Optional<List<Audience>> audiences,
            ScopeOwners scopeOwners) {
        boolean forUs =
                audiences.map(values -> values.contains(self.asAudience())).orElse(true);
        ScopeOwners owners =
                scope -> ScopeSet.isAdministrative(scope) ? Set.of(self.asAudience()) : scopeOwners.knowing(scope);
        return ScopePolicy.grant(
                requested.scopes(),
                client.defaultScopes(),
                forUs ? client.scopes() : client.scopes().withoutAdministrative(),
                Optional.empty(),
                left -> ResourceScopes.fit(
                        left,
                        audiences.orElse(List.of()),
                        audiences.isPresent() && !requested.resources().isEmpty(),
                        owners));
    }
}
