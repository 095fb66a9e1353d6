package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.audit.TokenRequestTrace;
import dev.countersign.core.audit.TokenRequestTrace.Phase;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.dpop.DpopVerifier;
import dev.countersign.core.dpop.VerifiedProof;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientIdentified;
import dev.countersign.core.grant.Stage.Entitled;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.PossessionProven;
import dev.countersign.core.grant.Stage.Received;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.policy.Authorizer;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Processing of a token request, from a parsed form to a token or a refusal, in six phases: identify the client, prove
 * possession, entitle, authorize, redeem, mint. Only the third depends on the grant. In any case one event is recorded.
 */
public final class TokenEndpoint implements TokenRequestHandler {
    /**
     * Time after which to retry at a node with a stale configuration, which remains so until the database answers it.
     */
    private static final Duration STALE_FOR = Duration.ofSeconds(2);

    private final TrustRegistry registry;
    private final ClientAuthenticator authenticator;
    private final Grant.Parts parts;
    private final TokenIssuance issuance;
    private final Possession possession;
    private final VerificationKeys issuerKeys;
    private final TokenEvents events;
    private final TokenRequestTrace trace;
    private final InstantSource clock;

    /** The ports of the endpoint. */
    public record Ports(
            TrustRegistry registry,
            VerificationKeys issuerKeys,
            TokenLedger ledger,
            RefreshTokens refreshTokens,
            SigningKeys signingKeys,
            DpopVerifier proofs,
            LiveTokens tokens,
            TokenEvents events,
            TokenRequestTrace trace,
            InstantSource clock) {

        /** Ports without a trace. */
        public Ports(
                TrustRegistry registry,
                VerificationKeys issuerKeys,
                TokenLedger ledger,
                RefreshTokens refreshTokens,
                SigningKeys signingKeys,
                DpopVerifier proofs,
                LiveTokens tokens,
                TokenEvents events,
                InstantSource clock) {
            this(
                    registry,
                    issuerKeys,
                    ledger,
                    refreshTokens,
                    signingKeys,
                    proofs,
                    tokens,
                    events,
                    TokenRequestTrace.OFF,
                    clock);
        }

        /** Services used by grants. */
        public Grant.Parts grantParts() {
            return new Grant.Parts(issuerKeys, refreshTokens, ledger, tokens);
        }
    }

    /** @param authenticator shared with the other endpoints, so that a failure at one slows attempts at all */
    public TokenEndpoint(Ports ports, ClientAuthenticator authenticator) {
        this.registry = ports.registry();
        this.authenticator = authenticator;
        this.parts = ports.grantParts();
        this.issuance = new TokenIssuance(
                ports.ledger(), ports.refreshTokens(), new AccessTokenMinter(ports.signingKeys()), ports.trace());
        this.possession = new Possession(ports.proofs());
        this.issuerKeys = ports.issuerKeys();
        this.events = ports.events();
        this.trace = ports.trace();
        this.clock = ports.clock();
    }

    @Override
    public Ruling<TokenResponse> answer(TrustSnapshot trust, TokenRequest request, RequestOrigin origin) {
        var received = new Received(Optional.of(request), origin, trust, clock.instant());
        try {
            Verdict<Minted> verdict = judge(request, received);
            noteKeyUse(verdict);
            events.record(RequestEvents.of(verdict, received, clock.instant()));
            return answer(verdict);
        } catch (RuntimeException fault) {
            events.record(RequestEvents.ofFault(received, clock.instant()));
            throw fault;
        }
    }

    @Override
    public Optional<String> nonce() {
        return possession.nonce(clock);
    }

    @Override
    public void refused(TrustSnapshot trust, Rejection rejection, RequestOrigin origin) {
        var received = new Received(Optional.empty(), origin, trust, clock.instant());
        events.record(RequestEvents.of(new Verdict.Refused<>(rejection, received), received, clock.instant()));
    }

    /** Only an accepted assertion shows that its issuer still signs with the key. */
    private void noteKeyUse(Verdict<Minted> verdict) {
        if (verdict instanceof Verdict.Passed<Minted>(Minted minted)) {
            Entitlement entitlement = minted.before().before().before().entitlement();
            entitlement
                    .proof()
                    .ifPresent(proof -> entitlement
                            .issuer()
                            .ifPresent(
                                    policy -> issuerKeys.used(policy.keyOwner().id(), proof.key())));
        }
    }

    private Verdict<Minted> judge(TokenRequest request, Received received) {
        return trace.during(Phase.IDENTIFY_CLIENT, () -> Verdict.of(identify(request, received), received))
                .then(during(Phase.PROVE_POSSESSION, this::provePossession))
                .then(during(Phase.ENTITLE, this::entitle))
                .then(during(Phase.AUTHORIZE, TokenEndpoint::authorize))
                .then(during(Phase.REDEEM, authorized -> Verdict.of(issuance.redeem(authorized), authorized)))
                .then(during(Phase.MINT, redeemed -> new Verdict.Passed<>(issuance.mint(redeemed))));
    }

    private <S extends Stage, T extends Stage> Function<S, Verdict<T>> during(
            Phase phase, Function<S, Verdict<T>> step) {
        return stage -> trace.during(phase, () -> step.apply(stage));
    }

    /** RFC 6749 §3.2.1; RFC 7521 §4.1 for a request without client credentials. */
    private Ruling<ClientIdentified> identify(TokenRequest request, Received received) {
        if (!registry.isFresh()) {
            return Ruling.refused(new DependencyRejection.StoreUnavailable(STALE_FOR));
        }
        Ruling<AuthenticatedClient> authenticated = request.hasCredentials()
                ? authenticator.authenticate(
                        request.client(), received.trust(), received.origin().remoteAddress(), received.at())
                : request.grant().withoutCredentials(received.trust()).map(AuthenticatedClient::withoutSecret);
        return authenticated.map(client -> new ClientIdentified(received, request, client));
    }

    /** RFC 7521 §4.1: a client learns that it may not use the grant only after its authentication. */
    private Verdict<PossessionProven> provePossession(ClientIdentified identified) {
        var walk = new FirstRefusal();
        TokenRequest request = identified.request();
        Received received = identified.before();
        Optional<RegisteredClient> client =
                Optional.of(identified.authenticated().client());
        request.grant().permit(client, walk);
        if (walk.hasFailed()) {
            return Verdict.of(walk.ruling(Optional.empty()), identified);
        }
        Optional<VerifiedProof> proof =
                possession.prove(request.proofs(), client, received.trust(), received.at(), walk);
        if (!walk.hasFailed()) {
            Possession.show(request.certificate(), identified.authenticated().client(), walk);
        }
        return Verdict.of(
                walk.ruling(Optional.of(new PossessionProven(identified, proof, request.certificate()))), identified);
    }

    private Verdict<Entitled> entitle(PossessionProven proven) {
        Grant grant = proven.before().request().grant();
        var walk = new GrantWalk.OfRequest(proven);
        Optional<Entitlement> entitlement = grant.entitle(proven.claimant(), parts, walk);
        entitlement.ifPresent(entitled -> Possession.match(entitled, proven.proven(), walk));
        return switch (walk.ruling(entitlement)) {
            case Ruling.Granted<Entitlement>(var entitled) -> new Verdict.Passed<>(new Entitled(proven, entitled));
            case Ruling.Refused<Entitlement>(var refusal) ->
                new Verdict.Refused<>(grant.consequence(refusal, proven, parts), walk.reached());
        };
    }

    private static Verdict<Authorized> authorize(Entitled entitled) {
        return Verdict.of(
                Authorizer.authorize(
                                entitled.entitlement().facts(entitled.before().claimant()))
                        .map(grant -> new Authorized(entitled, grant)),
                entitled);
    }

    private static Ruling<TokenResponse> answer(Verdict<Minted> verdict) {
        return switch (verdict) {
            case Verdict.Passed<Minted>(Minted minted) -> Ruling.granted(minted.response());
            case Verdict.Refused<Minted>(Rejection rejection, Stage _) -> Ruling.refused(rejection);
        };
    }
}
