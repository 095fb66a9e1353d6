package dev.countersign.core.grant;

import dev.countersign.core.assertion.AssertionVerifier;
import dev.countersign.core.assertion.IssuedAtDefaults;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.AssertionVerified;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientAuthenticated;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.Received;
import dev.countersign.core.issuer.IssuerKeys;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.SigningKeys;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The way of a token request, from a parsed form to a token or a refusal: authenticate the client, judge the grant,
 * redeem, mint. Whatever happens, one event is recorded.
 */
public final class TokenEndpoint {
    /** A node that is behind is so until the database answers it. */
    private static final Duration STALE_FOR = Duration.ofSeconds(2);

    private final TrustRegistry registry;
    private final ClientAuthenticator authenticator;
    private final JwtBearerGrant jwtBearer;
    private final RefreshGrant refresh;
    private final Authorizer authorizer;
    private final TokenIssuance issuance;
    private final IssuerKeys issuerKeys;
    private final TokenEvents events;
    private final InstantSource clock;

    /** What the endpoint needs from outside core. */
    public record Ports(
            TrustRegistry registry,
            IssuerKeys issuerKeys,
            TokenLedger ledger,
            RefreshTokens refreshTokens,
            SigningKeys signingKeys,
            TokenEvents events,
            InstantSource clock) {}

    /** @param authenticator shared with the other endpoints, so that failures at one cost time at all */
    public TokenEndpoint(
            ServerIdentity self, IssuedAtDefaults issuedAtDefaults, Ports ports, ClientAuthenticator authenticator) {
        this.registry = ports.registry();
        this.authenticator = authenticator;
        this.authorizer = new Authorizer(self);
        var issuers = new IssuerResolution(self);
        this.jwtBearer = new JwtBearerGrant(
                self, issuedAtDefaults, issuers, new AssertionVerifier(ports.issuerKeys()), authorizer);
        this.refresh = new RefreshGrant(ports.refreshTokens(), issuers, authorizer);
        this.issuance = new TokenIssuance(
                ports.ledger(), ports.refreshTokens(), new AccessTokenMinter(self.issuer(), ports.signingKeys()));
        this.issuerKeys = ports.issuerKeys();
        this.events = ports.events();
        this.clock = ports.clock();
    }

    /**
     * Answers a token request.
     *
     * @param parsed the request, or why its form was refused
     * @throws RuntimeException for a fault of ours, after it has been recorded
     */
    public Ruling<TokenResponse> answer(Ruling<TokenRequest> parsed, RequestOrigin origin) {
        var received = new Received(parsed.toOptional(), origin, clock.instant());
        try {
            Verdict<Minted> verdict = judge(parsed, received);
            noteKeyUse(verdict);
            events.record(RequestEvents.of(verdict, received, registry.current(), clock.instant()));
            return answer(verdict);
        } catch (RuntimeException fault) {
            events.record(RequestEvents.ofFault(received, registry.current(), clock.instant()));
            throw fault;
        }
    }

    /** An accepted assertion, and no other, shows that somebody still signs with the key. */
    private void noteKeyUse(Verdict<Minted> verdict) {
        if (verdict instanceof Verdict.Passed<Minted>(Minted minted)
                && minted.before().before().before() instanceof AssertionVerified verified) {
            issuerKeys.used(
                    verified.before().policy().issuer().id(),
                    verified.assertion().key());
        }
    }

    private Verdict<Minted> judge(Ruling<TokenRequest> parsed, Received received) {
        return Verdict.of(parsed.then(request -> authenticateClient(received, request)), received)
                .then(TokenEndpoint::grantAllowed)
                .then(this::authorize)
                .then(issuance::redeem)
                .then(issuance::mint);
    }

    /** RFC 6749 §3.2.1. */
    private Ruling<ClientAuthenticated> authenticateClient(Received received, TokenRequest request) {
        if (!registry.isFresh()) {
            return Ruling.refused(new DependencyRejection.StoreUnavailable(STALE_FOR));
        }
        TrustSnapshot trust = registry.current();
        return authenticator
                .authenticate(request.client(), trust, received.origin().remoteAddress(), received.at())
                .map(client -> new ClientAuthenticated(received, request, client, trust));
    }

    /** RFC 7521 §4.1: a client that may not use the grant learns so only after it proved who it is. */
    private static Verdict<ClientAuthenticated> grantAllowed(ClientAuthenticated authenticated) {
        RegisteredClient client = authenticated.authenticated().client();
        var type = authenticated.request().grant().type();
        return client.mayUse(type)
                ? new Verdict.Passed<>(authenticated)
                : new Verdict.Refused<>(new ClientRejection.GrantNotAllowed(type, client.grantTypes()), authenticated);
    }

    private Verdict<Authorized> authorize(ClientAuthenticated client) {
        return switch (client.request().grant()) {
            case TokenRequest.Grant.JwtBearer grant -> jwtBearer.judge(client, grant);
            case TokenRequest.Grant.Refresh grant -> refresh.judge(client, grant);
            case TokenRequest.Grant.ClientCredentials _ -> authorizeClient(client);
        };
    }

    private Verdict<Authorized> authorizeClient(ClientAuthenticated client) {
        Ruling<AccessGrant> ruling = authorizer.authorizeClient(
                client.authenticated().client(),
                client.request().access(),
                client.trust(),
                client.before().at());
        return Verdict.of(ruling.map(grant -> new Authorized(client, grant)), client);
    }

    private static Ruling<TokenResponse> answer(Verdict<Minted> verdict) {
        return switch (verdict) {
            case Verdict.Passed<Minted>(Minted minted) ->
                Ruling.granted(new TokenResponse(
                        minted.accessToken(),
                        minted.before().token(),
                        minted.before().refreshToken()));
            case Verdict.Refused<Minted>(Rejection rejection, Stage _) -> Ruling.refused(rejection);
        };
    }
}
