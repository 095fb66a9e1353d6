package dev.countersign.server;

import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.LiveRefreshTokens;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.server.http.token.RequestTraces;
import dev.countersign.server.http.token.TokenParts;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.OrganizationDatabase;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.ClientCertificates;

/** Services for issued access tokens: introspection, revocation, and the gate of the server's protected endpoints. */
record OwnTokens(TokenParts parts, BearerGate gate) {

    /** The check of access tokens, which all endpoints share. */
    static LiveTokens live(SigningKeys signingKeys, TrustConfiguration configuration, OrganizationDatabase database) {
        return new LiveTokens(signingKeys, records(configuration, database), Wiring.CLOCK);
    }

    private static TokenRecords records(TrustConfiguration configuration, OrganizationDatabase database) {
        return new FreshTokenRecords(database.tokenRecords(), configuration::isFresh);
    }

    static OwnTokens of(
            TokenEndpoint.Ports ports,
            TrustConfiguration configuration,
            ClientAuthenticator authenticator,
            RequestTraces traces,
            ClientCertificates certificates,
            OrganizationDatabase database) {
        SigningKeys signingKeys = ports.signingKeys();
        TokenRecords records = records(configuration, database);
        RefreshTokens refreshTokens = ports.refreshTokens();
        LiveTokens live = ports.tokens();
        var liveRefreshTokens = new LiveRefreshTokens(refreshTokens, Wiring.CLOCK);
        return new OwnTokens(
                new TokenParts(
                        configuration,
                        new Introspection(live, liveRefreshTokens, signingKeys, Wiring.CLOCK),
                        new TokenRevocation(live, records, refreshTokens, Wiring.CLOCK),
                        certificates,
                        new ClientStage(authenticator, ports.ledger(), ports.events(), Wiring.CLOCK),
                        traces,
                        Wiring.CLOCK),
                new BearerGate(
                        new AccessTokenVerifier(live, ports.proofs(), ports.ledger(), Wiring.CLOCK),
                        configuration,
                        certificates));
    }
}
