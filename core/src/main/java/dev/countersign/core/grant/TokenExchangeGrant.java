package dev.countersign.core.grant;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.grant.Entitlement.Exchanged;
import dev.countersign.core.grant.ExchangeActors.Acting;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.trust.TrustSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The token exchange (RFC 8693): a JWT of a trusted token issuer or a live token of this server, in exchange for an access
 * token or for a grant at another authorization server. Its string form is redacted.
 *
 * @param parameters of the request, not read yet
 */
public record TokenExchangeGrant(RequestParameters parameters) implements Grant {
    private static final List<TokenTypeUri> EXCHANGED =
            List.of(TokenTypeUri.JWT, TokenTypeUri.ID_TOKEN, TokenTypeUri.ACCESS_TOKEN);
    private static final List<TokenTypeUri> ISSUED =
            List.of(TokenTypeUri.ACCESS_TOKEN, TokenTypeUri.JWT, TokenTypeUri.ID_JAG);
    private static final String REQUESTED_TYPE = "requested_token_type";
    private static final String SUPPORTED = "The types of the tokens are supported";

    static Grant read(RequestParameters parameters) {
        return new TokenExchangeGrant(parameters);
    }

    @Override
    public GrantType type() {
        return GrantType.TOKEN_EXCHANGE;
    }

    @Override
    public String permission() {
        return "The application may use token exchange";
    }

    /** RFC 8693 §2.1. */
    @Override
    public void form(CheckWalk walk) {
        walk.note(
                RejectionCode.REQUEST_SUBJECT_TOKEN_MISSING,
                "The request holds a subject token",
                parameters.value("subject_token").isEmpty()
                        ? new CheckOutcome.Failed(new RequestRejection.SubjectTokenMissing())
                        : CheckOutcome.passed("a subject_token parameter", "a subject token"));
        walk.note(
                RejectionCode.REQUEST_ACTOR_TOKEN_TYPE_WITHOUT_TOKEN,
                "An actor token type comes with an actor token",
                actorToken().isEmpty() && actorType().isPresent()
                        ? new CheckOutcome.Failed(new RequestRejection.ActorTokenTypeWithoutToken())
                        : CheckOutcome.passed("both or neither", actorToken().isEmpty() ? "neither" : "both"));
        walk.note(
                RejectionCode.REQUEST_TOKEN_TYPE_UNSUPPORTED,
                SUPPORTED,
                Stream.of(
                                unsupported("subject_token_type", subjectType(), EXCHANGED),
                                actorToken().flatMap(_ -> unsupported("actor_token_type", actorType(), EXCHANGED)),
                                requestedType().flatMap(_ -> unsupported(REQUESTED_TYPE, requestedType(), ISSUED)))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed(
                                "one of " + values(EXCHANGED), subjectType().orElse(""))));
    }

    private Optional<String> subjectType() {
        return parameters.value("subject_token_type");
    }

    private Optional<String> actorToken() {
        return parameters.value("actor_token");
    }

    private Optional<String> actorType() {
        return parameters.value("actor_token_type");
    }

    private Optional<String> requestedType() {
        return parameters.value(REQUESTED_TYPE);
    }

    private static Optional<TokenTypeUri> known(Optional<String> value, List<TokenTypeUri> accepted) {
        return value.flatMap(TokenTypeUri::of).filter(accepted::contains);
    }

    private static Optional<RequestRejection> unsupported(
            String parameter, Optional<String> value, List<TokenTypeUri> accepted) {
        return known(value, accepted).isPresent()
                ? Optional.empty()
                : Optional.of(new RequestRejection.TokenTypeUnsupported(parameter, value.orElse(""), values(accepted)));
    }

    private static List<String> values(List<TokenTypeUri> types) {
        return types.stream().map(TokenTypeUri::value).toList();
    }

    @Override
    public Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk) {
        var subjectToken = new ExchangeToken(
                ExchangeWalk.Role.SUBJECT,
                parameters.value("subject_token").orElse(""),
                known(subjectType(), EXCHANGED));
        Optional<ExchangeToken.Party> subject = subjectToken.judge(claimant, parts, walk);
        if (!walk.goesOn()) {
            return Optional.empty();
        }
        Optional<ExchangeToken.Party> presented = actorToken()
                .map(text -> new ExchangeToken(ExchangeWalk.Role.ACTOR, text, known(actorType(), EXCHANGED)))
                .flatMap(token -> token.judge(claimant, parts, walk));
        if (!walk.goesOn() || subject.isEmpty() || (actorToken().isPresent() && presented.isEmpty())) {
            return Optional.empty();
        }
        Acting acting = ExchangeActors.judge(subject.get(), presented, claimant, walk);
        Optional<ChainingTarget> target = target(claimant);
        requireTarget(target, claimant, walk);
        return walk.goesOn()
                ? Optional.of(entitlement(subject.get(), presented, acting, target, claimant))
                : Optional.empty();
    }

    private Entitlement entitlement(
            ExchangeToken.Party subject,
            Optional<ExchangeToken.Party> presented,
            Acting acting,
            Optional<ChainingTarget> target,
            Claimant claimant) {
        var exchanged = new Exchanged(
                subject.own(),
                new Derivation(
                        subject.own().map(IssuedToken::id),
                        acting.actor(),
                        acting.permitted(),
                        subject.own()
                                .map(own -> own.derivation().exchanges() + 1)
                                .orElse(0)),
                presented.flatMap(ExchangeToken.Party::issuerSubject).stream().toList(),
                target,
                known(requestedType(), ISSUED).orElse(TokenTypeUri.ACCESS_TOKEN));
        return new Entitlement(
                "token_verified",
                subject.issuer(),
                subject.claims(),
                subject.proof(),
                claimant.access().map(access -> access.to(audiences(access, subject, target, claimant))),
                Optional.empty(),
                subject.boundTo()
                        .and(presented.map(ExchangeToken.Party::boundTo).orElse(subject.boundTo())),
                Stream.concat(subject.redeems().stream(), presented.flatMap(ExchangeToken.Party::redeems).stream())
                        .toList(),
                new Entitlement.Refresh.None(),
                Optional.empty(),
                Optional.of(exchanged));
    }

    /**
     * The other authorization server that the request names as its audience. A requested ID-JAG is for such a server
     * only; a requested JWT is a grant only where the audience is one, and an access token else.
     */
    private Optional<ChainingTarget> target(Claimant claimant) {
        List<String> named = parameters.values("audience");
        Optional<TokenTypeUri> requested = known(requestedType(), ISSUED);
        if (named.size() != 1
                || requested.filter(type -> type != TokenTypeUri.ACCESS_TOKEN).isEmpty()) {
            return Optional.empty();
        }
        return claimant.client().stream()
                .flatMap(client -> client.access().chaining().stream())
                .filter(target -> target.audience().value().equals(named.getFirst()))
                .filter(target ->
                        requested.get() == TokenTypeUri.JWT || target.clientId().isPresent())
                .findFirst();
    }

    private void requireTarget(Optional<ChainingTarget> target, Claimant claimant, CheckWalk walk) {
        if (known(requestedType(), ISSUED).filter(TokenTypeUri.ID_JAG::equals).isPresent()
                && claimant.client().isPresent()) {
            walk.note(
                    RejectionCode.POLICY_RESOURCE_NOT_ALLOWED,
                    "The audience is an authorization server at which the application has a client id",
                    CheckOutcome.of(
                            target.isPresent(),
                            () -> new PolicyRejection.ResourceNotAllowed(
                                    String.join(" ", parameters.values("audience")),
                                    claimant.client().get().access().chaining().stream()
                                            .filter(one -> one.clientId().isPresent())
                                            .map(one -> one.audience().value())
                                            .toList())));
        }
    }

    /**
     * The audiences that the request names, by the name or the audience of an API resource. A request that names none, for
     * a token of this server, gets no further audience than that has, as far as the application has them.
     */
    private List<Audience> audiences(
            RequestedAccess access, ExchangeToken.Party subject, Optional<ChainingTarget> target, Claimant claimant) {
        List<String> named = parameters.values("audience");
        if (target.isPresent()) {
            return List.of();
        }
        if (!named.isEmpty() || !access.resources().isEmpty() || subject.own().isEmpty()) {
            return named.stream().map(name -> audience(name, claimant.trust())).toList();
        }
        List<Audience> before = subject.own().get().audiences();
        return claimant.client()
                        .filter(client -> client.access().audiences().containsAll(before))
                        .isPresent()
                ? before
                : List.of();
    }

    private static Audience audience(String name, TrustSnapshot trust) {
        return trust.audienceOf(name).orElseGet(() -> new Audience(name));
    }

    @Override
    public void skipRedemption(String reason, CheckWalk walk) {
        Redeemable.skip(Redeemable.Use.SUBJECT_TOKEN, reason, walk);
    }

    @Override
    public String toString() {
        return "TokenExchangeGrant[redacted]";
    }
}
