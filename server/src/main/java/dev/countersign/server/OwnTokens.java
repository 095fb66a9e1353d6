package dev.countersign.server;

import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.server.http.TokenParts;
import dev.countersign.server.management.TrustConfiguration;
import dev.countersign.server.web.BearerGate;

/** What the server does with tokens it has issued: tells of them, takes them back, and opens its own doors to them. */
record OwnTokens(TokenParts parts, BearerGate gate) {

    static OwnTokens of(
            IssuerIdentifier issuer,
            SigningKeys signingKeys,
            TrustConfiguration configuration,
            ClientAuthenticator authenticator,
            TokenRecords records) {
        ClientDirectory clients = id -> configuration.current().client(id);
        var live = new LiveTokens(
                issuer, signingKeys, records, token -> configuration.current().stands(token), Wiring.CLOCK);
        return new OwnTokens(
                new TokenParts(
                        new Introspection(issuer, live, signingKeys, Wiring.CLOCK),
                        new TokenRevocation(live, records, Wiring.CLOCK),
                        authenticator,
                        clients,
                        Wiring.CLOCK),
                new BearerGate(new AccessTokenVerifier(issuer, live, clients)));
    }
}
