package dev.countersign.server;

import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.LiveRefreshTokens;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.server.http.token.TokenParts;
import dev.countersign.server.management.TrustConfiguration;
import dev.countersign.server.store.Database;
import dev.countersign.server.web.BearerGate;

/** What the server does with tokens it has issued: tells of them, takes them back, and opens its own doors to them. */
record OwnTokens(TokenParts parts, BearerGate gate) {

    static OwnTokens of(
            SigningKeys signingKeys,
            TrustConfiguration configuration,
            ClientAuthenticator authenticator,
            TokenEvents events,
            Database database) {
        TokenRecords records = new FreshTokenRecords(database.tokenRecords(), configuration::isFresh);
        RefreshTokens refreshTokens = database.refreshTokens();
        var live = new LiveTokens(signingKeys, records, Wiring.CLOCK);
        var liveRefreshTokens = new LiveRefreshTokens(refreshTokens, Wiring.CLOCK);
        return new OwnTokens(
                new TokenParts(
                        configuration,
                        new Introspection(live, liveRefreshTokens, signingKeys, Wiring.CLOCK),
                        new TokenRevocation(live, records, refreshTokens, Wiring.CLOCK),
                        new ClientStage(authenticator, database.ledger(), events, Wiring.CLOCK),
                        Wiring.CLOCK),
                new BearerGate(new AccessTokenVerifier(live), configuration));
    }
}
