package dev.countersign.core.policy;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.AssertionTimeRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.PolicyRejection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that policy decides about one access token, each decision by itself, so that an explanation can show them all; a
 * grant comes only of all of them together ({@link Authorizer}).
 */
public final class Decisions {
    private static final String NO_CLIENT = "no known application asks for it";
    private static final String NO_REQUEST = "what is asked for is malformed";

    private final List<CheckOutcome> conditions;
    private final Decision<String> subject;
    private final Decision<Instant> expiry;
    private final Decision<ScopeSet> scopes;
    private final Decision<List<Audience>> audiences;
    private final Map<String, Object> claims;

    private Decisions(PolicyFacts facts) {
        conditions = facts.policy().conditions().judge(facts.asserted().values());
        subject = subject(facts);
        expiry = expiry(facts);
        audiences = audiences(facts);
        scopes = scopes(facts, audiences);
        claims = mapped(facts.asserted().values(), facts.policy().issuer());
    }

    public static Decisions of(PolicyFacts facts) {
        return new Decisions(facts);
    }

    List<CheckOutcome> conditions() {
        return conditions;
    }

    /** Whom the token names. */
    public Optional<String> subject() {
        return subject.made();
    }

    CheckOutcome subjectOutcome() {
        return subject.outcome();
    }

    /** Until when the token is valid, in whole seconds. */
    public Optional<Instant> expiresAt() {
        return expiry.made();
    }

    CheckOutcome expiryOutcome() {
        return expiry.outcome();
    }

    /** The scopes the token carries. */
    public Optional<ScopeSet> scopes() {
        return scopes.made();
    }

    CheckOutcome scopeOutcome() {
        return scopes.outcome();
    }

    /** Whom the token is meant for. */
    public Optional<List<Audience>> audiences() {
        return audiences.made();
    }

    CheckOutcome resourceOutcome() {
        return audiences.outcome();
    }

    /** Claims taken over from the assertion, under their new names. */
    public Map<String, Object> claims() {
        return claims;
    }

    private static Decision<String> subject(PolicyFacts facts) {
        Optional<String> sub = facts.asserted().subject();
        return sub.isEmpty()
                ? new Decision.Open<>("the assertion names no subject")
                : Decision.of(
                        SubjectPolicy.map(
                                sub.get(),
                                facts.asserted().values(),
                                facts.policy().issuer(),
                                facts.owners()),
                        subject -> new Evidence("a subject", subject, ""));
    }

    /** RFC 7521 §4.1 leaves the lifetime to us; an issuer may bind it to that of its assertion. */
    private static Decision<Instant> expiry(PolicyFacts facts) {
        if (facts.client().isEmpty()) {
            return new Decision.Open<>(NO_CLIENT);
        }
        Instant ordinary =
                facts.issuedAt().plus(facts.client().get().accessToken().lifetime());
        Optional<Instant> claimed = facts.asserted().expiry();
        if (!facts.policy().issuer().boundByAssertion() || claimed.isEmpty()) {
            return made(ordinary, facts);
        }
        Instant exp = claimed.get();
        if (!exp.isAfter(facts.now())) {
            return new Decision.Refused<>(new AssertionTimeRejection.Expired(exp, facts.now(), Duration.ZERO));
        }
        return made(exp.isBefore(ordinary) ? exp : ordinary, facts);
    }

    private static Decision<Instant> made(Instant expiresAt, PolicyFacts facts) {
        return new Decision.Made<>(
                expiresAt,
                at -> new Evidence("an access token that ends after " + facts.now(), "one that ends at " + at, ""));
    }

    private static Decision<ScopeSet> scopes(PolicyFacts facts, Decision<List<Audience>> audiences) {
        if (facts.client().isEmpty()) {
            return new Decision.Open<>(NO_CLIENT);
        }
        if (facts.requested().isEmpty()) {
            return new Decision.Open<>(NO_REQUEST);
        }
        TrustedIssuer issuer = facts.policy().issuer();
        Optional<ScopeSet> claimed =
                issuer.scopeClaim().map(claim -> claim.in(facts.asserted().values()));
        if (claimed.filter(ScopeSet::isEmpty).isPresent()) {
            return new Decision.Refused<>(new PolicyRejection.NoScopeClaimed(
                    issuer.scopeClaim().orElseThrow().value()));
        }
        RegisteredClient client = facts.client().get();
        Optional<ScopeSet> requested = facts.requested().get().scopes();
        return Decision.of(
                ScopePolicy.grant(
                        requested,
                        client.defaultScopes(),
                        client.scopes().withoutAdministrative(),
                        ceiling(issuer.scopes(), claimed),
                        scopes -> ResourceScopes.fit(
                                scopes,
                                audiences.made().orElse(List.of()),
                                !facts.requested().get().resources().isEmpty()
                                        && audiences.made().isPresent(),
                                facts.scopeOwners())),
                granted -> new Evidence(
                        requested
                                .map(asked -> "of the requested scopes: " + asked)
                                .orElseGet(() -> "of the application's default scopes: " + client.defaultScopes()),
                        granted.isEmpty() ? "none" : granted.toString(),
                        ""));
    }

    /** The smaller of both limits. */
    private static Optional<ScopeSet> ceiling(Optional<ScopeSet> ofIssuer, Optional<ScopeSet> ofAssertion) {
        return ofIssuer.map(limit -> ofAssertion.map(limit::intersect).orElse(limit))
                .or(() -> ofAssertion);
    }

    private static Decision<List<Audience>> audiences(PolicyFacts facts) {
        if (facts.client().isEmpty()) {
            return new Decision.Open<>(NO_CLIENT);
        }
        if (facts.requested().isEmpty()) {
            return new Decision.Open<>(NO_REQUEST);
        }
        List<String> resources = facts.requested().get().resources();
        return Decision.of(
                ResourcePolicy.grant(
                        resources, facts.client().get(), facts.self().asAudience()),
                granted -> new Evidence(
                        resources.isEmpty() ? "the application's audiences" : "the requested resources",
                        granted.stream().map(Audience::value).toList().toString(),
                        ""));
    }

    private static Map<String, Object> mapped(Map<String, Object> claims, TrustedIssuer issuer) {
        var mapped = new HashMap<String, Object>();
        for (TrustedIssuer.ClaimMapping mapping : issuer.claims()) {
            ClaimReference.find(claims, mapping.from()).ifPresent(value -> mapped.put(mapping.to(), value));
        }
        return mapped;
    }

    /** What mappings of this issuer look for in claims that have no such value. */
    public static List<String> notFound(Map<String, Object> claims, TrustedIssuer issuer) {
        return issuer.claims().stream()
                .map(TrustedIssuer.ClaimMapping::from)
                .filter(from -> ClaimReference.find(claims, from).isEmpty())
                .distinct()
                .toList();
    }
}
