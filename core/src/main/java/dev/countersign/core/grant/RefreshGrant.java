package dev.countersign.core.grant;

import dev.countersign.core.assertion.AssertedClaims;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientAuthenticated;
import dev.countersign.core.grant.Stage.RefreshTokenFound;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.RefreshTokenRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.RefreshTokens.Lookup;
import dev.countersign.core.token.RefreshTokens.Standing;
import dev.countersign.core.token.TokenRecords;
import java.util.Optional;

/**
 * The refresh of an access token (RFC 6749 §6): from an authenticated client with a refresh token to what it is granted.
 * The trust that stood behind the assertion is judged again, by the rules of now; nothing grows beyond the first grant.
 */
final class RefreshGrant {
    private final RefreshTokens records;
    private final IssuerResolution issuers;
    private final Authorizer authorizer;

    RefreshGrant(RefreshTokens records, IssuerResolution issuers, Authorizer authorizer) {
        this.records = records;
        this.issuers = issuers;
        this.authorizer = authorizer;
    }

    Verdict<Authorized> judge(ClientAuthenticated client, TokenRequest.Grant.Refresh grant) {
        Sha256 presented = Sha256.ofUtf8(grant.refreshToken());
        Ruling<RefreshTokenFound> found =
                find(presented, client).then(family -> resolveIssuer(client, presented, family));
        return Verdict.of(found, client).then(this::authorize);
    }

    private Ruling<RefreshFamily> find(Sha256 presented, ClientAuthenticated client) {
        return switch (records.find(presented)) {
            case Lookup.Found(RefreshFamily family, Standing standing) ->
                Ruling.unless(refusal(family, standing, client), () -> family);
            case Lookup.None() -> Ruling.refused(new RefreshTokenRejection.Unknown());
            case Lookup.Unavailable(var retryAfter) ->
                Ruling.refused(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }

    /** Another application's is left alone: whoever got hold of it cannot end it by showing it. */
    private Optional<Rejection> refusal(RefreshFamily family, Standing standing, ClientAuthenticated client) {
        if (!family.application().equals(client.authenticated().client().id())) {
            return Optional.of(new RefreshTokenRejection.OfAnotherClient(
                    family.id(), family.clientId().value()));
        }
        if (standing == Standing.REVOKED) {
            return Optional.of(new RefreshTokenRejection.Revoked(family.id()));
        }
        if (!client.before().at().isBefore(family.expiresAt())) {
            return Optional.of(new RefreshTokenRejection.Expired(family.id(), family.expiresAt()));
        }
        return standing == Standing.SPENT ? Optional.of(reused(family, client)) : Optional.empty();
    }

    /** RFC 9700 §4.14.2: nobody knows which of the two who presented it is the thief, so both lose it. */
    private Rejection reused(RefreshFamily family, ClientAuthenticated client) {
        var revocation = new TokenRecords.Revocation(
                family.clientId(),
                client.before().origin().correlationId(),
                client.before().at());
        return switch (records.revoke(family, RefreshTokens.Cause.REUSED, revocation)) {
            case TokenRecords.Revoking.Done() -> new RefreshTokenRejection.Reused(family.id());
            case TokenRecords.Revoking.Unavailable(var retryAfter) ->
                new DependencyRejection.StoreUnavailable(retryAfter);
        };
    }

    /** The issuer that was trusted then, and not another one that took its {@code iss} value since. */
    private Ruling<RefreshTokenFound> resolveIssuer(
            ClientAuthenticated client, Sha256 presented, RefreshFamily family) {
        var named = new IssuerIdentifier(String.valueOf(family.claims().get("iss")));
        RegisteredClient application = client.authenticated().client();
        return issuers.resolve(named, application, client.trust())
                .then(policy -> policy.issuer().id().equals(family.issuer())
                        ? Ruling.granted(new RefreshTokenFound(client, presented, family, policy))
                        : Ruling.refused(new IssuerRejection.Unknown(named, Optional.empty())));
    }

    private Verdict<Authorized> authorize(RefreshTokenFound found) {
        RequestedAccess requested = found.client().request().access();
        Ruling<Authorized> authorized = Ruling.unless(beyond(requested, found.family()), () -> requested)
                .then(access -> grant(found, access))
                .map(grant -> new Authorized(found, grant));
        return Verdict.of(authorized, found);
    }

    /** What is asked for and was not granted at first: no scope (RFC 6749 §6), no resource (RFC 8707 §2.2). */
    private static Optional<Rejection> beyond(RequestedAccess requested, RefreshFamily family) {
        ScopeSet scopes = requested.scopes().orElse(family.scopes());
        if (!family.scopes().containsAll(scopes)) {
            return Optional.of(new PolicyRejection.ScopeNotAllowed(scopes, family.scopes()));
        }
        return requested.resources().stream()
                .filter(resource -> family.audiences().stream()
                        .noneMatch(audience -> audience.value().equals(resource)))
                .findFirst()
                .map(resource -> notGrantedFirst(resource, family));
    }

    private static Rejection notGrantedFirst(String resource, RefreshFamily family) {
        return new PolicyRejection.ResourceNotAllowed(
                resource, family.audiences().stream().map(Audience::value).toList());
    }

    private Ruling<AccessGrant> grant(RefreshTokenFound found, RequestedAccess requested) {
        RefreshFamily family = found.family();
        ClientAuthenticated client = found.client();
        var access = new RequestedAccess(
                Optional.of(requested.scopes().orElse(family.scopes())),
                requested.resources().isEmpty() ? family.resources() : requested.resources());
        return authorizer
                .authorize(
                        new AssertedClaims(family.claims()),
                        found.policy(),
                        client.authenticated().client(),
                        access,
                        client.trust(),
                        client.trust(),
                        client.before().at())
                .then(grant -> Ruling.unless(changed(grant, family), () -> grant));
    }

    /** What the rules of now make of the assertion must still be what was granted. */
    private static Optional<Rejection> changed(AccessGrant grant, RefreshFamily family) {
        if (!grant.subject().equals(family.subject())) {
            return Optional.of(new PolicyRejection.SubjectChanged(family.subject(), grant.subject()));
        }
        return grant.audiences().stream()
                .filter(audience -> !family.audiences().contains(audience))
                .findFirst()
                .map(audience -> notGrantedFirst(audience.value(), family));
    }
}
