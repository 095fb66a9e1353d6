package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.Tokens;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.rejection.AssertionTimeRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.ClaimReference;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.ScopeOwners;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The decisions of policy about one access token, each decision by itself, so that an explanation can show them all; a
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
        conditions = facts.issuer()
                .map(policy -> policy.conditions().judge(facts.claims().values()))
                .orElse(List.of());
        subject = subject(facts);
        expiry = expiry(facts);
        Decision<List<Audience>> meantFor = audiences(facts);
        scopes = scopes(facts, meantFor);
        audiences = forUsAlone(scopes, meantFor, facts.trust().identity());
        claims = facts.issuer()
                .map(policy -> mapped(facts.claims().values(), policy.issuer()))
                .orElse(facts.terms().claims());
    }

    public static Decisions of(PolicyFacts facts) {
        return new Decisions(facts);
    }

    List<CheckOutcome> conditions() {
        return conditions;
    }

    /** The subject of the token. */
    public Optional<String> subject() {
        return subject.made();
    }

    CheckOutcome subjectOutcome() {
        return subject.outcome();
    }

    /** Expiry of the token, in whole seconds. */
    public Optional<Instant> expiresAt() {
        return expiry.made();
    }

    CheckOutcome expiryOutcome() {
        return expiry.outcome();
    }

    /** The scopes of the token. */
    public Optional<ScopeSet> scopes() {
        return scopes.made();
    }

    CheckOutcome scopeOutcome() {
        return scopes.outcome();
    }

    /** The audiences of the token. */
    public Optional<List<Audience>> audiences() {
        return audiences.made();
    }

    CheckOutcome resourceOutcome() {
        return audiences.outcome();
    }

    /** Mapped claims of the assertion, under their new names. */
    public Map<String, Object> claims() {
        return claims;
    }

    private static Decision<String> subject(PolicyFacts facts) {
        Optional<String> sub = facts.claims().subject();
        return sub.isEmpty()
                ? new Decision.Open<>("the assertion names no subject")
                : Decision.of(subject(sub.get(), facts), subject -> new Evidence("a subject", subject, ""));
    }

    /** A client that acts on its own behalf is the subject itself (RFC 9068 §5). */
    private static Ruling<String> subject(String sub, PolicyFacts facts) {
        return facts.issuer()
                .map(policy -> SubjectPolicy.map(sub, facts.claims().values(), policy.issuer(), facts.trust()))
                .orElseGet(() -> Ruling.granted(sub));
    }

    /** RFC 7521 §4.1 leaves the lifetime to the server; an issuer may limit it to that of its assertion. */
    private static Decision<Instant> expiry(PolicyFacts facts) {
        if (facts.client().isEmpty()) {
            return new Decision.Open<>(NO_CLIENT);
        }
        Tokens tokens = facts.client().get().tokens();
        Instant ordinary = facts.issuedAt().plus(tokens.accessToken().lifetime());
        Optional<Instant> ofAssertion = facts.rules()
                .filter(GrantRules::boundByAssertion)
                .flatMap(_ -> facts.claims().expiry());
        Optional<Instant> ofTarget =
                facts.terms().target().map(_ -> facts.issuedAt().plus(Terms.LONGEST_GRANT));
        Optional<Instant> bound = earlier(ofAssertion, earlier(facts.terms().expiresAt(), ofTarget));
        if (bound.isEmpty()) {
            return made(ordinary, facts);
        }
        Instant exp = bound.get();
        if (!exp.isAfter(facts.now())) {
            return new Decision.Refused<>(new AssertionTimeRejection.Expired(exp, facts.now(), Duration.ZERO));
        }
        return made(exp.isBefore(ordinary) ? exp : ordinary, facts);
    }

    /** The earlier of two limits. */
    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.map(limit -> other.filter(limit::isAfter).orElse(limit)).or(() -> other);
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
        Optional<ScopeClaim> claim = facts.rules().flatMap(GrantRules::scopeClaim);
        Optional<ScopeSet> claimed = claim.map(name -> name.in(facts.claims().values()));
        if (claimed.filter(ScopeSet::isEmpty).isPresent()) {
            return new Decision.Refused<>(
                    new PolicyRejection.NoScopeClaimed(claim.orElseThrow().value()));
        }
        RegisteredClient client = facts.client().get();
        RequestedAccess requested = facts.requested().get();
        boolean narrowed = requested.namesTarget()
                && facts.terms().target().isEmpty()
                && audiences.made().isPresent();
        ScopeSet defaults = facts.terms().scopes().orElse(client.access().defaultScopes());
        return Decision.of(
                ScopePolicy.grant(
                        requested.scopes(),
                        defaults,
                        available(client, facts, audiences),
                        ceiling(facts.rules().flatMap(GrantRules::scopes), claimed),
                        scopes -> ResourceScopes.fit(
                                scopes, audiences.made().orElse(List.of()), narrowed, owners(facts))),
                granted -> new Evidence(
                        requested
                                .scopes()
                                .map(asked -> "of the requested scopes: " + asked)
                                .orElseGet(() -> facts.terms().scopes().isPresent()
                                        ? "of the scopes of the exchanged token: " + defaults
                                        : "of the application's default scopes: " + defaults),
                        granted.isEmpty() ? "none" : granted.toString(),
                        ""));
    }

    /**
     * The scopes of the application that this grant can give. Scopes of this server's own administration are granted
     * only to a client that acts on its own behalf, for a token with this server as its audience.
     */
    private static ScopeSet available(RegisteredClient client, PolicyFacts facts, Decision<List<Audience>> audiences) {
        ScopeSet all = client.access().scopes();
        ScopeSet scopes = facts.terms().scopes().map(all::intersect).orElse(all);
        if (facts.issuer().isPresent()) {
            return scopes.withoutAdministrative();
        }
        boolean forUs = audiences
                .made()
                .map(values -> values.contains(facts.trust().identity().asAudience()))
                .orElse(true);
        return forUs ? scopes : scopes.withoutAdministrative();
    }

    /** The administration scopes belong to this server, even if an API resource defines the same ones. */
    private static ScopeOwners owners(PolicyFacts facts) {
        return scope -> ScopeSet.isAdministrative(scope)
                ? Set.of(facts.trust().identity().asAudience())
                : facts.trust().knowing(scope);
    }

    /** The intersection of both limits. */
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
        RequestedAccess requested = facts.requested().get();
        return Decision.of(
                ResourcePolicy.grant(
                                requested,
                                facts.client().get(),
                                facts.trust().identity().asAudience())
                        .map(granted -> facts.terms()
                                .target()
                                .map(target -> List.of(target.audience()))
                                .orElse(granted)),
                granted -> new Evidence(
                        requested.namesTarget() ? "the requested resources" : "the application's audiences",
                        granted.stream().map(Audience::value).toList().toString(),
                        ""));
    }

    /** A token with an administration scope has no other audience, whose owner could present it here. */
    private static Decision<List<Audience>> forUsAlone(
            Decision<ScopeSet> scopes, Decision<List<Audience>> audiences, ServerIdentity self) {
        return audiences instanceof Decision.Made<List<Audience>>(var _, var evidence)
                        && scopes.made().filter(ScopeSet::hasAdministrative).isPresent()
                ? new Decision.Made<>(List.of(self.asAudience()), evidence)
                : audiences;
    }

    private static Map<String, Object> mapped(Map<String, Object> claims, TrustedIssuer issuer) {
        var mapped = new HashMap<String, Object>();
        for (TrustedIssuer.ClaimMapping mapping : issuer.grants().claims()) {
            ClaimReference.find(claims, mapping.from()).ifPresent(value -> mapped.put(mapping.to(), value));
        }
        return mapped;
    }

    /** Sources of this issuer's mappings that are absent in the claims. */
    public static List<String> notFound(Map<String, Object> claims, TrustedIssuer issuer) {
        return issuer.grants().claims().stream()
                .map(TrustedIssuer.ClaimMapping::from)
                .filter(from -> ClaimReference.find(claims, from).isEmpty())
                .distinct()
                .toList();
    }
}
