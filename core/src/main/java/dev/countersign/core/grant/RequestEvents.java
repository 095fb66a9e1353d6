package dev.countersign.core.grant;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientIdentified;
import dev.countersign.core.grant.Stage.Entitled;
import dev.countersign.core.grant.Stage.IssuerResolved;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.PossessionProven;
import dev.countersign.core.grant.Stage.Received;
import dev.countersign.core.grant.Stage.Redeemed;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.rejection.ExchangeRejection;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.token.Actor;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Audit events of token requests, each created from the last stage. */
final class RequestEvents {
    private RequestEvents() {}

    static TokenEvent of(Verdict<Minted> verdict, Received received, Instant now) {
        return switch (verdict) {
            case Verdict.Passed<Minted>(Minted minted) ->
                event(Outcome.ACCEPTED, Optional.empty(), minted, received, now);
            case Verdict.Refused<Minted>(Rejection rejection, Stage reached) ->
                event(Outcome.REFUSED, Optional.of(rejection), reached, received, now);
        };
    }

    static TokenEvent ofFault(Received received, Instant now) {
        return event(Outcome.FAULT, Optional.empty(), received, received, now);
    }

    private static TokenEvent event(
            Outcome outcome, Optional<Rejection> rejection, Stage reached, Received received, Instant now) {
        Reached facts = Reached.of(reached);
        Optional<ClientId> presented =
                received.request().flatMap(request -> request.client().claimedClient());
        return new TokenEvent(
                received.at(),
                received.origin().correlationId(),
                outcome,
                reached.label(),
                rejection.map(Rejection::code),
                rejection.map(Rejection::evidence),
                received.request().map(request -> request.grant().type()),
                facts.profile(),
                presented.map(ClientId::value),
                facts.client().map(authenticated -> authenticated.client().name()),
                facts.client()
                        .map(AuthenticatedClient::client)
                        .or(() -> presented.flatMap(received.trust()::client))
                        .map(RegisteredClient::id),
                facts.client().flatMap(AuthenticatedClient::secretId),
                facts.issuer().map(TrustedIssuer::name).or(() -> rejection.flatMap(RequestEvents::issuerName)),
                facts.issuer().map(TrustedIssuer::id).or(() -> rejection.flatMap(RequestEvents::issuerId)),
                facts.proof().map(proof -> proof.key().label()),
                facts.grant().map(AccessGrant::subject),
                facts.issuerSubject().map(IssuerSubject::subject),
                facts.actor().map(Actor::words),
                facts.grant().map(AccessGrant::scopes).orElse(ScopeSet.EMPTY),
                facts.token().map(IssuedToken::id),
                elapsed(received.at(), now),
                received.origin().remoteAddress());
    }

    /** A known issuer that was refused is not resolved, but the audit names it. */
    private static Optional<String> issuerName(Rejection rejection) {
        return switch (rejection) {
            case IssuerRejection.Disabled disabled -> Optional.of(disabled.name());
            case IssuerRejection.NotAllowedForClient notAllowed -> Optional.of(notAllowed.name());
            case IssuerRejection.NotForExchange notForExchange -> Optional.of(notForExchange.name());
            case ExchangeRejection.NotAccepted(Rejection reason) -> issuerName(reason);
            default -> Optional.empty();
        };
    }

    private static Optional<IssuerId> issuerId(Rejection rejection) {
        return switch (rejection) {
            case IssuerRejection.Disabled disabled -> Optional.of(disabled.id());
            case IssuerRejection.NotAllowedForClient notAllowed -> Optional.of(notAllowed.id());
            case IssuerRejection.NotForExchange notForExchange -> Optional.of(notForExchange.id());
            case ExchangeRejection.NotAccepted(Rejection reason) -> issuerId(reason);
            default -> Optional.empty();
        };
    }

    /** Never negative, even if the clock was set back meanwhile. */
    private static Duration elapsed(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    /** The facts known from the stages up to the last one. */
    private record Reached(
            Optional<AuthenticatedClient> client,
            Optional<TrustedIssuer> issuer,
            Optional<GrantProfile> profile,
            Optional<VerifiedJwt> proof,
            Optional<IssuerSubject> issuerSubject,
            Optional<Actor> actor,
            Optional<AccessGrant> grant,
            Optional<IssuedToken> token) {

        private static final Reached NOTHING = of(Optional.empty(), Optional.empty(), Optional.empty());

        static Reached of(Stage stage) {
            return switch (stage) {
                case Received _ -> NOTHING;
                case ClientIdentified identified ->
                    of(Optional.of(identified.authenticated()), Optional.empty(), Optional.empty());
                case PossessionProven proven -> of(proven.before());
                case IssuerResolved resolved ->
                    of(
                            Optional.of(resolved.before().before().authenticated()),
                            Optional.of(resolved.policy().issuer()),
                            resolved.profile());
                case Entitled entitled ->
                    of(entitled, entitled.entitlement().issuerSubject(), Optional.empty(), Optional.empty());
                case Authorized(var entitled, var grant) ->
                    of(entitled, entitled.entitlement().issuerSubject(), Optional.of(grant), Optional.empty());
                case Redeemed redeemed ->
                    of(
                            redeemed.before().before(),
                            redeemed.token().issuerSubject(),
                            Optional.of(redeemed.before().grant()),
                            Optional.of(redeemed.token()));
                case Minted minted -> of(minted.before());
            };
        }

        /** The facts before what is presented is verified. */
        private static Reached of(
                Optional<AuthenticatedClient> client, Optional<TrustedIssuer> issuer, Optional<GrantProfile> profile) {
            return new Reached(
                    client,
                    issuer,
                    profile,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Reached of(
                Entitled entitled,
                Optional<IssuerSubject> subject,
                Optional<AccessGrant> grant,
                Optional<IssuedToken> token) {
            Entitlement entitlement = entitled.entitlement();
            return new Reached(
                    Optional.of(entitled.before().before().authenticated()),
                    entitlement.issuer().map(IssuerPolicy::issuer),
                    entitlement.profile(),
                    entitlement.proof(),
                    subject,
                    entitlement
                            .exchanged()
                            .flatMap(exchange -> exchange.derivation().actor()),
                    grant,
                    token);
        }
    }
}
