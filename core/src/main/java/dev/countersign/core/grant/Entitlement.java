package dev.countersign.core.grant;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.policy.Ceiling;
import dev.countersign.core.policy.PolicyFacts;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.policy.Terms;
import dev.countersign.core.token.AccessTokenClaims;
import dev.countersign.core.token.Derivation;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Result of a grant: the input of the following phases, the same for every kind of grant.
 *
 * @param label the name of the stage in the audit
 * @param issuer issuer of the claims; empty when the client acts on its own behalf
 * @param claims claims about the subject
 * @param proof the JWT with the claims, if this request presented it and every check has passed
 * @param access the requested access; empty only in an explanation, when that is malformed
 * @param ceiling the original grant, which must not be exceeded; empty for a first grant
 * @param boundTo the keys of which the request must prove possession
 * @param redeems the JWTs redeemed when the token is issued
 * @param refresh treatment of refresh tokens
 * @param profile of the grant, if it has one: the response then names the resources to which the token is restricted
 * @param exchanged what only a token exchange has
 */
public record Entitlement(
        String label,
        Optional<IssuerPolicy> issuer,
        JwtClaims claims,
        Optional<VerifiedJwt> proof,
        Optional<RequestedAccess> access,
        Optional<Ceiling> ceiling,
        Confirmation boundTo,
        List<Redeemable> redeems,
        Refresh refresh,
        Optional<GrantProfile> profile,
        Optional<Exchanged> exchanged) {

    public Entitlement {
        redeems = List.copyOf(redeems);
    }

    /** The entitlement by a grant that has no profile and is no token exchange. */
    public Entitlement(
            String label,
            Optional<IssuerPolicy> issuer,
            JwtClaims claims,
            Optional<VerifiedJwt> proof,
            Optional<RequestedAccess> access,
            Optional<Ceiling> ceiling,
            Confirmation boundTo,
            List<Redeemable> redeems,
            Refresh refresh) {
        this(
                label,
                issuer,
                claims,
                proof,
                access,
                ceiling,
                boundTo,
                redeems,
                refresh,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the token is restricted to resources that the response names (ID-JAG §4.4.2). */
    boolean namesResources() {
        return profile.isPresent()
                && access.filter(asked -> !asked.resources().isEmpty()).isPresent();
    }

    /** The subject as its issuer names it; empty when the client acts on its own behalf. */
    public Optional<IssuerSubject> issuerSubject() {
        Optional<IssuedToken> own = exchanged.flatMap(Exchanged::token);
        if (own.isPresent()) {
            return own.get().issuerSubject();
        }
        return issuer.flatMap(policy ->
                claims.subject().map(sub -> new IssuerSubject(policy.issuer().id(), sub)));
    }

    /**
     * The input of policy decisions. The rules of an issuer were applied to a token of this server when that was issued.
     */
    public PolicyFacts facts(Grant.Claimant claimant) {
        boolean own = exchanged.flatMap(Exchanged::token).isPresent();
        return new PolicyFacts(
                claims,
                own ? Optional.empty() : issuer,
                claimant.client(),
                access,
                ceiling,
                claimant.trust(),
                claimant.at(),
                exchanged.map(exchange -> exchange.terms(this)).orElse(Terms.NONE));
    }

    /** The origin of the token; without a token exchange, it keeps the {@code may_act} of the claims (RFC 8693 §4.4). */
    Derivation derivation() {
        return exchanged.map(Exchanged::derivation).orElseGet(() -> Derivation.ofGrant(claims.values()));
    }

    /** The actors of a token exchange, as their issuers name them. */
    public List<IssuerSubject> actors() {
        return exchanged.map(Exchanged::actors).orElse(List.of());
    }

    /** Treatment of refresh tokens when the access token is issued. */
    public sealed interface Refresh {
        /** No refresh token is issued. */
        record None() implements Refresh {}

        /** The first of a family is issued, if the application may have refresh tokens. */
        record First() implements Refresh {}

        /**
         * The next of a family replaces the presented one.
         *
         * @param presented the hash of the refresh token
         */
        record Next(Sha256 presented, RefreshFamily family) implements Refresh {}
    }

    /**
     * The part of an entitlement that only a token exchange has (RFC 8693).
     *
     * @param token the exchanged token of this server; empty for a JWT of a trusted token issuer
     * @param derivation the actors, and the exchanged token
     * @param actors the presented actor, as its issuer names it
     * @param target the other authorization server for which a grant is issued; empty for an access token
     * @param issued the type of the issued token
     */
    public record Exchanged(
            Optional<IssuedToken> token,
            Derivation derivation,
            List<IssuerSubject> actors,
            Optional<ChainingTarget> target,
            TokenTypeUri issued) {

        public Exchanged {
            actors = List.copyOf(actors);
        }

        /** Limits of the issued token: it neither outlives the exchanged token of this server nor grows in scope. */
        Terms terms(Entitlement entitlement) {
            return new Terms(
                    token.map(exchanged -> scopes(exchanged, entitlement)),
                    token.map(IssuedToken::expiresAt),
                    token.isPresent() ? kept(entitlement.claims().values()) : Map.of(),
                    target);
        }

        private static ScopeSet scopes(IssuedToken exchanged, Entitlement entitlement) {
            ScopeSet scopes = exchanged.scopes().withoutAdministrative();
            return entitlement
                    .issuer()
                    .flatMap(policy -> policy.issuer().grants().scopes())
                    .map(scopes::intersect)
                    .orElse(scopes);
        }

        /** The mapped claims of the exchanged token. */
        private static Map<String, Object> kept(Map<String, Object> claims) {
            var kept = new LinkedHashMap<>(claims);
            kept.keySet().removeIf(AccessTokenClaims::isReserved);
            return kept;
        }
    }
}
