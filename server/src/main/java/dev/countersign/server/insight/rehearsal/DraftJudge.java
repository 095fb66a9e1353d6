package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.rehearsal.Judgement.Accepted;
import dev.countersign.server.insight.rehearsal.Judgement.Refused;
import dev.countersign.server.insight.rehearsal.Judgement.Unchanged;
import dev.countersign.server.insight.rehearsal.Judgement.Unknown;
import dev.countersign.server.registry.change.IssuerDraft;
import java.util.Arrays;
import java.util.Optional;

/**
 * Judge of recorded requests by a draft of their issuer. The checks are considered in the order of a token request, and
 * a check whose input the audit does not keep makes the result unknown, unless the draft cannot fail where the issuer
 * at that time passed. Applications and API resources are those of now.
 */
final class DraftJudge {
    private static final Unchanged UNCHANGED = new Unchanged();
    private static final Unknown FAULT = new Unknown("the server failed, so that the request was not judged");

    private final IssuerDraft draft;
    private final TrustedIssuer issuer;
    private final DraftGrants grants;

    DraftJudge(IssuerDraft draft) {
        this.draft = draft;
        this.issuer = draft.issuer();
        this.grants = new DraftGrants(draft);
    }

    /** The result of a request that this issuer was the policy for. */
    Judgement judge(RecordedRequest request, TrustedIssuer then) {
        var comparison = new PolicyComparison(then, issuer);
        if (comparison.isSame()) {
            return UNCHANGED;
        }
        if (request.isFault()) {
            return FAULT;
        }
        return request.isAccepted() ? accepted(request, then, comparison) : refused(request, then, comparison);
    }

    private Judgement accepted(RecordedRequest request, TrustedIssuer then, PolicyComparison comparison) {
        return access(request, then)
                .or(() -> request.presentsAssertion()
                        ? firstChange(request, then, comparison)
                        : ofOtherGrant(request, comparison))
                .orElse(UNCHANGED);
    }

    /** The first check with another result than passed. */
    private Optional<Judgement> firstChange(RecordedRequest request, TrustedIssuer then, PolicyComparison comparison) {
        return Arrays.stream(Aspect.values())
                .filter(aspect -> aspect != Aspect.EXCHANGE)
                .map(aspect -> change(aspect, request, then, comparison))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The result of a check that passed; empty when it passes. */
    private Optional<Judgement> change(
            Aspect aspect, RecordedRequest request, TrustedIssuer then, PolicyComparison comparison) {
        Tendency tendency = comparison.of(aspect, request);
        return switch (aspect) {
            case CONDITIONS -> tendency.keepsAccepted() ? Optional.empty() : grants.conditions(request, then);
            case SUBJECT -> tendency == Tendency.SAME ? Optional.empty() : grants.subject(request, then);
            case SCOPES -> tendency == Tendency.SAME ? Optional.empty() : grants.scopes(request, then);
            default -> tendency.keepsAccepted() ? Optional.empty() : Optional.of(aspect.unknown());
        };
    }

    private static Optional<Judgement> ofOtherGrant(RecordedRequest request, PolicyComparison comparison) {
        boolean same = Arrays.stream(Aspect.values())
                .filter(aspect -> aspect != Aspect.EXCHANGE || request.isOf(GrantType.TOKEN_EXCHANGE))
                .allMatch(aspect -> comparison.of(aspect, request) == Tendency.SAME);
        return same
                ? Optional.empty()
                : Optional.of(new Unknown("a token exchange or a refresh: the audit does not keep what it depends on"));
    }

    /** The refusal of each request, whatever it presents. */
    private Optional<Judgement> access(RecordedRequest request, TrustedIssuer then) {
        boolean known = issuer.issuer().equals(then.issuer());
        if (!request.hasCredentials()) {
            return withoutCredentials(then, known);
        }
        if (known && issuer.enabled()) {
            return Optional.empty();
        }
        if (!request.presentsJwt() && !request.isOf(GrantType.REFRESH_TOKEN)) {
            return Optional.of(new Unknown("a token exchange: the audit does not keep the exchanged token"));
        }
        return Optional.of(Refused.by(
                known
                        ? new IssuerRejection.Disabled(issuer.id(), issuer.name())
                        : new IssuerRejection.Unknown(then.issuer(), Optional.empty())));
    }

    private Optional<Judgement> withoutCredentials(TrustedIssuer then, boolean known) {
        if (!known || !issuer.clients().optional()) {
            return Optional.of(
                    Refused.by(new ClientRejection.Unauthenticated(ClientRejection.Failure.CREDENTIALS_MISSING)));
        }
        if (!issuer.enabled()) {
            return Optional.of(Refused.by(new ClientRejection.NoDefaultApplication(
                    issuer.name(), "the issuer is disabled", "Enable the issuer again.")));
        }
        return issuer.clients().equals(then.clients())
                ? Optional.empty()
                : Optional.of(new Unknown("default_application: the audit does not keep what another one would get"));
    }

    private Judgement refused(RecordedRequest request, TrustedIssuer then, PolicyComparison comparison) {
        if (!issuer.enabled() || !issuer.issuer().equals(then.issuer()) || isWithoutNeededCredentials(request)) {
            return UNCHANGED;
        }
        if (RefusedChecks.failAgain(request, comparison, issuer)) {
            return UNCHANGED;
        }
        if (grants.certainlyRefuse(request, then, comparison)) {
            return UNCHANGED;
        }
        return isLastCheckLooser(request, comparison)
                        && access(request, then).isEmpty()
                        && firstChange(request, then, comparison).isEmpty()
                ? new Accepted()
                : new Unknown("refused by %s: the checks after it were not performed".formatted(request.code()));
    }

    private boolean isWithoutNeededCredentials(RecordedRequest request) {
        return !request.hasCredentials() && !issuer.clients().optional();
    }

    /**
     * Whether the request was refused only because its assertion was presented before. That is the last check, unless
     * the client presents something else that is redeemed once.
     */
    private boolean isLastCheckLooser(RecordedRequest request, PolicyComparison comparison) {
        return request.code().equals(RejectionCode.ASSERTION_REPLAYED.value())
                && request.presentsAssertion()
                && comparison.of(Aspect.REUSE, request) == Tendency.LOOSER
                && (request.hasSecret() || !request.hasCredentials())
                && application(request)
                        .filter(application -> !application.requiresProof())
                        .isPresent();
    }

    private Optional<RegisteredClient> application(RecordedRequest request) {
        return request.event().application().flatMap(draft.snapshot()::clientNamed);
    }
}
