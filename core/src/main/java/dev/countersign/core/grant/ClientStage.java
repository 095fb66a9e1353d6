package dev.countersign.core.grant;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * First stage of the introspection and the revocation endpoint: client authentication (RFC 7662 §2.1, RFC 7009 §2.1). A
 * refusal is recorded like one of the token endpoint, so that attempts at any endpoint are in the audit.
 */
public final class ClientStage {
    private final ClientAuthenticator authenticator;
    private final TokenLedger ledger;
    private final TokenEvents events;
    private final InstantSource clock;

    /** Creates a stage that shares its authenticator, and so its throttle, with the token endpoint. */
    public ClientStage(ClientAuthenticator authenticator, TokenLedger ledger, TokenEvents events, InstantSource clock) {
        this.authenticator = authenticator;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    /** The endpoints with this stage; the label is recorded in the audit as the last stage. */
    public enum Endpoint {
        INTROSPECTION("introspection"),
        REVOCATION("revocation");

        private final String label;

        Endpoint(String label) {
            this.label = label;
        }
    }

    /**
     * Returns the authenticated application. A client assertion is redeemed at once, because no token is issued with
     * which it could be.
     */
    public Ruling<RegisteredClient> authenticate(
            TrustSnapshot trust, Endpoint endpoint, ClientAuthentication presented, RequestOrigin origin) {
        Instant at = clock.instant();
        Ruling<RegisteredClient> ruling = authenticator
                .authenticate(presented, trust, origin.remoteAddress(), at)
                .then(client -> Ruling.unless(spend(client), client::client));
        if (ruling instanceof Ruling.Refused<RegisteredClient>(Rejection rejection)) {
            record(trust, endpoint, Optional.of(presented), rejection, origin, at);
        }
        return ruling;
    }

    private Optional<Rejection> spend(AuthenticatedClient client) {
        return client.assertion().flatMap(assertion -> {
            List<Redeemable> spent = List.of(Redeemable.ofClient(assertion));
            return Redeemable.refusal(ledger.spend(Redeemable.keys(spent)), spent);
        });
    }

    /** Records a request that was refused before client authentication, such as a malformed one. */
    public void refused(TrustSnapshot trust, Endpoint endpoint, Rejection rejection, RequestOrigin origin) {
        record(trust, endpoint, Optional.empty(), rejection, origin, clock.instant());
    }

    private void record(
            TrustSnapshot trust,
            Endpoint endpoint,
            Optional<ClientAuthentication> presented,
            Rejection rejection,
            RequestOrigin origin,
            Instant at) {
        Optional<ClientId> named = presented.flatMap(ClientAuthentication::claimedClient);
        Instant now = clock.instant();
        events.record(new TokenEvent(
                at,
                origin.correlationId(),
                Outcome.REFUSED,
                endpoint.label,
                Optional.of(rejection.code()),
                Optional.of(rejection.evidence()),
                Optional.empty(),
                Optional.empty(),
                named.map(ClientId::value),
                Optional.empty(),
                named.flatMap(trust::client).map(RegisteredClient::id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ScopeSet.EMPTY,
                Optional.empty(),
                now.isBefore(at) ? Duration.ZERO : Duration.between(at, now),
                origin.remoteAddress()));
    }
}
