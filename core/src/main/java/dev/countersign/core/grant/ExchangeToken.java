package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.ExchangeRejection;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Actor;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenState;
import dev.countersign.core.trust.IssuerChecks;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustedIssuer.ExchangeRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A token that is presented in a token exchange, not read yet. Its string form is redacted.
 *
 * @param type the declared type; empty when it is missing or not supported
 */
record ExchangeToken(ExchangeWalk.Role role, String text, Optional<TokenTypeUri> type) {
    private static final IssuerJwt.Rules JWT = rules(TokenTypeUri.JWT);
    private static final IssuerJwt.Rules ID_TOKEN = rules(TokenTypeUri.ID_TOKEN);

    private static IssuerJwt.Rules rules(TokenTypeUri type) {
        return new IssuerJwt.Rules(
                Stream.concat(
                                IssuerChecks.ALL.stream(),
                                Stream.of(
                                        new NamedCheck<>(
                                                RejectionCode.ISSUER_UNKNOWN,
                                                "Tokens of the issuer are accepted in an exchange",
                                                ExchangeToken::forExchange),
                                        new NamedCheck<IssuerChecks.Facts>(
                                                RejectionCode.REQUEST_TOKEN_TYPE_UNSUPPORTED,
                                                "Tokens of this type are accepted from the issuer",
                                                facts -> ofType(type, facts))))
                        .toList(),
                (_, issuer) -> issuer.profile()
                        .accepting(issuer.issuer().exchange().audiences().stream()
                                .map(Audience::value)
                                .toList()));
    }

    private static CheckOutcome forExchange(IssuerChecks.Facts facts) {
        return facts.policy()
                .map(policy -> policy.issuer().exchange().enabled()
                        ? CheckOutcome.passed(
                                IssuerRejection.NotForExchange.EXPECTED,
                                policy.issuer().name() + ", with it")
                        : new CheckOutcome.Failed(new IssuerRejection.NotForExchange(
                                policy.issuer().id(), policy.issuer().name())))
                .orElseGet(() -> new CheckOutcome.Skipped("the issuer is not registered"));
    }

    private static CheckOutcome ofType(TokenTypeUri type, IssuerChecks.Facts facts) {
        List<TokenTypeUri> accepted =
                facts.policy().map(policy -> policy.issuer().exchange().types()).orElse(ExchangeRule.TYPES);
        return CheckOutcome.of(
                accepted.contains(type),
                () -> new RequestRejection.TokenTypeUnsupported(
                        "token type from this issuer",
                        type.value(),
                        accepted.stream().map(TokenTypeUri::value).toList()));
    }

    /**
     * Performs all checks of the token.
     *
     * @return its subject; in a sequence that continues after a failed check, the possible one. Empty when it cannot be
     *     determined
     */
    Optional<Party> judge(Grant.Claimant claimant, Grant.Parts parts, GrantWalk walk) {
        if (type.isEmpty() || text.isEmpty()) {
            walk.skip(RejectionCode.TOKEN_UNUSABLE, usable(), "there is no token of a supported type");
            return Optional.empty();
        }
        return switch (type.get()) {
            case ACCESS_TOKEN -> own(claimant, parts, walk);
            case JWT, ID_JAG -> ofIssuer(JWT, claimant, parts, walk);
            case ID_TOKEN -> ofIssuer(ID_TOKEN, claimant, parts, walk);
        };
    }

    private Optional<Party> ofIssuer(
            IssuerJwt.Rules rules, Grant.Claimant claimant, Grant.Parts parts, GrantWalk walk) {
        return new IssuerJwt(text)
                .judge(rules, claimant, parts, new ExchangeWalk(walk, role))
                .map(judged -> new Party(
                        Optional.of(judged.issuer()),
                        judged.jwt().claims(),
                        judged.proof(),
                        Optional.empty(),
                        Confirmation.NONE,
                        Optional.of(judged.redeemable().as(role))));
    }

    private String usable() {
        return role.words() + " is a live token of this server that the application may present";
    }

    private Optional<Party> own(Grant.Claimant claimant, Grant.Parts parts, GrantWalk walk) {
        Ruling<TokenState.Live> ruling = switch (parts.tokens().judge(claimant.trust(), text)) {
            case TokenState.Live live -> presentedBy(claimant.client(), live).then(this::exchangedSeldom);
            case TokenState.Dead() ->
                Ruling.refused(
                        new ExchangeRejection.Unusable(
                                "a live access token of this server",
                                "a token that has expired or is revoked, whose application or issuer is disabled, or another text"));
            case TokenState.Unknown(var retryAfter) ->
                Ruling.refused(new DependencyRejection.StoreUnavailable(retryAfter));
        };
        return walk.value(
                        RejectionCode.TOKEN_UNUSABLE,
                        usable(),
                        ruling,
                        live -> new Evidence(
                                "a live token of this server",
                                "token " + live.token().id() + " of "
                                        + live.token().clientId(),
                                ""))
                .map(live -> party(live, claimant));
    }

    private static Ruling<TokenState.Live> presentedBy(Optional<RegisteredClient> client, TokenState.Live live) {
        return client.isEmpty() || Introspection.maySee(client.get(), live.token())
                ? Ruling.granted(live)
                : Ruling.refused(new ExchangeRejection.Unusable(
                        "a token of this application, or for one of its introspect_audiences",
                        "a token of " + live.token().clientId().value() + " for "
                                + live.token().audiences().stream()
                                        .map(Audience::value)
                                        .toList()));
    }

    private Ruling<TokenState.Live> exchangedSeldom(TokenState.Live live) {
        return role != ExchangeWalk.Role.SUBJECT || live.token().derivation().exchanges() < Derivation.MOST_EXCHANGES
                ? Ruling.granted(live)
                : Ruling.refused(new ExchangeRejection.Unusable(
                        "a token that descends from fewer than %s others".formatted(Derivation.MOST_EXCHANGES),
                        "it descends from " + live.token().derivation().exchanges()));
    }

    /** An API that received a bound token cannot prove possession of the key of its client. */
    private static Party party(TokenState.Live live, Grant.Claimant claimant) {
        IssuedToken token = live.token();
        boolean byOwner = claimant.client()
                .map(client -> client.id().equals(token.application()))
                .orElse(true);
        return new Party(
                token.issuer().flatMap(claimant.trust()::enabledIssuer),
                new JwtClaims(live.claims()),
                Optional.empty(),
                Optional.of(token),
                byOwner ? token.confirmation() : Confirmation.NONE,
                Optional.empty());
    }

    @Override
    public String toString() {
        return "ExchangeToken[redacted]";
    }

    /**
     * The subject or the actor of a token exchange, as its token names it.
     *
     * @param issuer the trusted token issuer of the token, or of the assertion that a token of this server was issued for
     * @param proof the JWT of a trusted token issuer, if every check has passed
     * @param own the record of a token of this server; empty for a JWT of a trusted token issuer
     * @param boundTo the keys of which the request must prove possession
     * @param redeems the JWT that is redeemed; empty for a token of this server
     */
    record Party(
            Optional<IssuerPolicy> issuer,
            JwtClaims claims,
            Optional<VerifiedJwt> proof,
            Optional<IssuedToken> own,
            Confirmation boundTo,
            Optional<Redeemable> redeems) {

        /** The party as its issuer names it; empty when no trusted token issuer does. */
        Optional<IssuerSubject> issuerSubject() {
            return own.isPresent()
                    ? own.flatMap(IssuedToken::issuerSubject)
                    : issuer.flatMap(policy -> claims.subject()
                            .map(sub -> new IssuerSubject(policy.issuer().id(), sub)));
        }

        /** The party as an actor; empty when its token names none. */
        Optional<Actor> actor(ServerIdentity self, Optional<Actor> earlier) {
            return own.map(IssuedToken::subject)
                    .or(claims::subject)
                    .map(subject -> new Actor(subject, Optional.of(issuerIdentifier(self)), earlier));
        }

        private String issuerIdentifier(ServerIdentity self) {
            return own.isPresent()
                    ? self.issuer().value()
                    : issuer.map(policy -> policy.issuer().issuer().value()).orElseThrow();
        }
    }
}
