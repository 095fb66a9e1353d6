package dev.countersign.core.event;

import dev.countersign.core.event.Receipt.Fault;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Receiver of security event tokens, each of which is verified like every other JWT and then takes effect once. */
public final class SecurityEventReceiver {
    private static final Duration STALE_FOR = Duration.ofSeconds(2);

    private final TrustRegistry registry;
    private final VerificationKeys keys;
    private final SecurityEvents events;
    private final InstantSource clock;

    public SecurityEventReceiver(
            TrustRegistry registry, VerificationKeys keys, SecurityEvents events, InstantSource clock) {
        this.registry = registry;
        this.keys = keys;
        this.events = events;
        this.clock = clock;
    }

    /** Whether events of this issuer are received. */
    public boolean receives(IssuerId issuer) {
        return find(issuer).isPresent();
    }

    /** Receives the token of an issuer. */
    public Receipt receive(IssuerId id, String token, CorrelationId correlationId) {
        Optional<IssuerPolicy> policy = find(id);
        if (!registry.isFresh()) {
            return new Receipt.Unavailable(STALE_FOR);
        }
        if (policy.isEmpty()) {
            return new Receipt.NotFound();
        }
        return switch (UnverifiedJwt.read(token)) {
            case Ruling.Refused<UnverifiedJwt> _ -> refused(Fault.INVALID_REQUEST, "The body is not one signed JWT.");
            case Ruling.Granted<UnverifiedJwt>(var jwt) -> received(policy.get(), jwt, correlationId);
        };
    }

    private Optional<IssuerPolicy> find(IssuerId id) {
        return registry.current()
                .enabledIssuer(id)
                .filter(policy -> policy.issuer().securityEvents().audience().isPresent())
                .filter(policy -> policy.issuer().securityEvents().enabled());
    }

    private Receipt received(IssuerPolicy policy, UnverifiedJwt jwt, CorrelationId correlationId) {
        if (!jwt.issuer().equals(Ruling.granted(policy.issuer().issuer()))) {
            return refused(Fault.INVALID_ISSUER, "The claim iss is not the issuer of this address.");
        }
        Instant now = clock.instant();
        Audience audience = policy.issuer().securityEvents().audience().orElseThrow();
        var facts = new JwtFacts(jwt, SecurityEventProfile.of(policy.issuer(), audience), now);
        return switch (JwtVerifier.verify(facts, keys.of(policy.keyOwner()))) {
            case Ruling.Refused<?>(Rejection rejection) -> refusal(rejection);
            case Ruling.Granted<?> _ -> verified(policy, jwt.claims(), correlationId, now);
        };
    }

    private Receipt verified(IssuerPolicy policy, JwtClaims claims, CorrelationId correlationId, Instant now) {
        String issuer = policy.issuer().issuer().value();
        Optional<String> subject = SecurityEventClaims.subject(claims.values(), issuer);
        Optional<List<SecurityEventType>> types = SecurityEventClaims.types(claims.values());
        if (types.isEmpty()) {
            return refused(Fault.INVALID_REQUEST, "The claim events is not a JSON object of events.");
        }
        if (subject.isEmpty()) {
            return refused(
                    Fault.INVALID_REQUEST,
                    "The claim sub_id does not name a subject of the issuer in the format iss_sub.");
        }
        if (types.get().isEmpty()) {
            return new Receipt.Accepted();
        }
        Instant issuedAt = claims.issuedAt().orElseThrow();
        String id = claims.id().orElseThrow();
        return applied(new SecurityEvents.Verified(
                new IssuerSubject(policy.issuer().id(), subject.get()),
                policy.issuer().name(),
                types.get(),
                issuedAt,
                id,
                replayKey(issuer, id, issuedAt),
                correlationId,
                now));
    }

    private Receipt applied(SecurityEvents.Verified event) {
        return switch (events.apply(event)) {
            case SecurityEvents.Applied.Done() -> new Receipt.Accepted();
            case SecurityEvents.Applied.Unavailable(var retryAfter) -> new Receipt.Unavailable(retryAfter);
        };
    }

    /** Unlike the key of an assertion with the same {@code jti}; kept as long as the event is not too old. */
    private static ReplayKey replayKey(String issuer, String id, Instant issuedAt) {
        return new ReplayKey(
                Sha256.ofUtf8("event " + issuer.length() + ":" + issuer + id),
                issuedAt.plus(SecurityEventProfile.GREATEST_AGE).plus(SecurityEventProfile.GREATEST_SKEW));
    }

    /** RFC 8935 §2.4. */
    private static Receipt refusal(Rejection rejection) {
        return switch (rejection) {
            case DependencyRejection unavailable -> new Receipt.Unavailable(unavailable.retryAfter());
            case AssertionRejection.KeyNotFound _,
                    AssertionRejection.KeyUnusable _,
                    AssertionRejection.SignatureInvalid _,
                    AssertionRejection.AlgorithmNotAllowed _ ->
                refused(Fault.INVALID_KEY, "The token is not signed with an acceptable key of the issuer.");
            case AssertionRejection.AudienceMismatch _ ->
                refused(Fault.INVALID_AUDIENCE, SecurityEventProfile.AUDIENCE);
            case AssertionRejection.ClaimMissing(String claim)
            when claim.equals("aud") -> refused(Fault.INVALID_AUDIENCE, SecurityEventProfile.AUDIENCE);
            default ->
                refused(
                        Fault.INVALID_REQUEST,
                        "The token is not a security event token of this moment (code %s)."
                                .formatted(rejection.code().value()));
        };
    }

    private static Receipt refused(Fault fault, String description) {
        return new Receipt.Refused(fault, description);
    }
}
