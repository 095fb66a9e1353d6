package dev.countersign.core.grant;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.policy.Ceiling;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.RefreshTokenRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.RefreshTokens.Lookup;
import dev.countersign.core.token.RefreshTokens.Standing;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.trust.IssuerChecks;
import dev.countersign.core.trust.IssuerPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The refresh of an access token (RFC 6749 §6). The trust in the assertion is evaluated again by the current rules;
 * nothing exceeds the first grant. Its string form is redacted.
 *
 * @param refreshToken the value of the parameter, not read yet; empty when it is missing
 */
public record RefreshGrant(String refreshToken) implements Grant {
    private static final String LABEL = "refresh_token_found";

    static Grant read(RequestParameters parameters) {
        return new RefreshGrant(parameters.value("refresh_token").orElse(""));
    }

    @Override
    public GrantType type() {
        return GrantType.REFRESH_TOKEN;
    }

    @Override
    public String permission() {
        return "The application may use refresh tokens";
    }

    @Override
    public void form(CheckWalk walk) {
        walk.note(
                RejectionCode.REQUEST_REFRESH_TOKEN_MISSING,
                "The request holds a refresh token",
                refreshToken.isEmpty()
                        ? new CheckOutcome.Failed(new RequestRejection.RefreshTokenMissing())
                        : CheckOutcome.passed("a refresh_token parameter", "a refresh token"));
    }

    @Override
    public Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk) {
        Sha256 presented = Sha256.ofUtf8(refreshToken);
        Optional<RefreshFamily> found = walk.value(
                RejectionCode.REFRESH_TOKEN_UNKNOWN,
                "The refresh token is the application's, and the newest of its family",
                find(presented, claimant, parts),
                family -> new Evidence("a refresh token that serves", "one of the family " + family.id(), ""));
        if (found.isEmpty()) {
            walk.skip(IssuerChecks.ALL, "there is no such refresh token");
            return Optional.empty();
        }
        RefreshFamily family = found.get();
        Optional<IssuerPolicy> policy = issuer(family, claimant, walk);
        if (policy.isEmpty()) {
            return Optional.empty();
        }
        walk.resolved(policy.get(), LABEL);
        return continued(presented, family, policy.get(), claimant, walk);
    }

    private static Optional<Entitlement> continued(
            Sha256 presented, RefreshFamily family, IssuerPolicy issuer, Claimant claimant, GrantWalk walk) {
        var ceiling = new Ceiling(family.subject(), family.scopes(), family.audiences(), family.resources());
        boolean goesOn = walk.note(
                RejectionCode.POLICY_SCOPE_NOT_ALLOWED,
                "The request asks for nothing beyond the first grant",
                claimant.access()
                        .flatMap(ceiling::exceededBy)
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed("at most the first grant", "no more than that")));
        return !goesOn
                ? Optional.empty()
                : Optional.of(new Entitlement(
                        LABEL,
                        Optional.of(issuer),
                        new JwtClaims(family.claims()),
                        Optional.empty(),
                        claimant.access().map(ceiling::complete),
                        Optional.of(ceiling),
                        family.confirmation(),
                        List.of(),
                        new Entitlement.Refresh.Next(presented, family)));
    }

    private static Ruling<RefreshFamily> find(Sha256 presented, Claimant claimant, Parts parts) {
        return switch (parts.refreshTokens().find(presented)) {
            case Lookup.Found(RefreshFamily family, Standing standing) ->
                Ruling.unless(refusal(family, standing, claimant, parts.ledger()), () -> family);
            case Lookup.None() -> Ruling.refused(new RefreshTokenRejection.Unknown());
            case Lookup.Unavailable(var retryAfter) ->
                Ruling.refused(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    /** The refresh token of another application remains valid: presenting a stolen one cannot end it. */
    private static Optional<Rejection> refusal(
            RefreshFamily family, Standing standing, Claimant claimant, TokenLedger ledger) {
        if (claimant.client()
                .filter(client -> client.id().equals(family.application()))
                .isEmpty()) {
            return Optional.of(new RefreshTokenRejection.OfAnotherClient(
                    family.id(), family.clientId().value()));
        }
        if (standing == Standing.REVOKED) {
            return Optional.of(revoked(family, claimant.at(), ledger));
        }
        if (!claimant.at().isBefore(family.expiresAt())) {
            return Optional.of(new RefreshTokenRejection.Expired(family.id(), family.expiresAt()));
        }
        return standing == Standing.SPENT
                ? Optional.of(new RefreshTokenRejection.Reused(family.id()))
                : Optional.empty();
    }

    /** A block revokes the families of its subject: while it lasts, it is the reason. */
    private static Rejection revoked(RefreshFamily family, Instant at, TokenLedger ledger) {
        return new JwtClaims(family.claims())
                .subject()
                .map(subject -> new IssuerSubject(family.issuer(), subject))
                .filter(subject ->
                        ledger.peek(subject, at.truncatedTo(ChronoUnit.SECONDS)) instanceof Redemption.Blocked)
                .<Rejection>map(subject -> new PolicyRejection.SubjectBlocked(subject.subject()))
                .orElseGet(() -> new RefreshTokenRejection.Revoked(family.id()));
    }

    /** Resolves the issuer trusted originally, and not another one registered with its {@code iss} value since. */
    private static Optional<IssuerPolicy> issuer(RefreshFamily family, Claimant claimant, GrantWalk walk) {
        var named = new IssuerIdentifier(String.valueOf(family.claims().get("iss")));
        Optional<IssuerPolicy> policy = claimant.trust().issuer(named);
        var facts = new IssuerChecks.Facts(named, policy, claimant.client(), claimant.trust());
        if (!walk.over(IssuerChecks.ALL, facts) || policy.isEmpty()) {
            return Optional.empty();
        }
        boolean same = policy.get().issuer().id().equals(family.issuer());
        walk.note(
                RejectionCode.ISSUER_UNKNOWN,
                "The issuer is the one of the first grant",
                CheckOutcome.of(same, () -> new IssuerRejection.Unknown(named, Optional.empty())));
        return same ? policy : Optional.empty();
    }

    /**
     * RFC 9700 §4.14.2: it is unknown which of the two presentations was legitimate, so the family is revoked. A
     * request that is itself a replay, because of its client assertion or proof, has no effect on the refresh token.
     */
    @Override
    public Rejection consequence(Rejection refusal, Stage.PossessionProven by, Parts parts) {
        return refusal instanceof RefreshTokenRejection.Reused
                        && parts.refreshTokens().find(Sha256.ofUtf8(refreshToken))
                                instanceof Lookup.Found(RefreshFamily family, Standing _)
                ? spend(by.redeems(), parts).orElseGet(() -> revoke(family, refusal, by, parts))
                : refusal;
    }

    private static Optional<Rejection> spend(List<Redeemable> ofClient, Parts parts) {
        return ofClient.isEmpty()
                ? Optional.empty()
                : Redeemable.refusal(parts.ledger().spend(Redeemable.keys(ofClient)), ofClient);
    }

    private static Rejection revoke(RefreshFamily family, Rejection reused, Stage.PossessionProven by, Parts parts) {
        Stage.Received received = by.received();
        var revocation =
                new TokenRecords.Revocation(family.clientId(), received.origin().correlationId(), received.at());
        return switch (parts.refreshTokens().revoke(family, RefreshTokens.Cause.REUSED, revocation)) {
            case TokenRecords.Revoking.Done() -> reused;
            case TokenRecords.Revoking.Unavailable(var retryAfter) ->
                new DependencyRejection.StoreUnavailable(retryAfter);
        };
    }

    @Override
    public String toString() {
        return "RefreshGrant[redacted]";
    }
}
