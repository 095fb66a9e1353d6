package dev.countersign.server;

import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.grant.SignedClientAssertions;
import dev.countersign.core.grant.SigningClients;
import dev.countersign.core.issuer.JwksFetcher;
import dev.countersign.core.issuer.Keyring;
import dev.countersign.core.issuer.KeyringPorts;
import dev.countersign.server.metrics.MeteredKeyringEvents;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.Database;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * How the server knows its clients: by their secrets, and by the keys of those that sign.
 *
 * @param authenticator one for all endpoints, so that failures at one cost time at every other
 * @param keys those of applications, apart from those of issuers, by the same rules
 */
record OwnClients(ClientAuthenticator authenticator, Keyring keys, TrustConfiguration configuration) {

    static OwnClients of(
            ServerIdentity self,
            JwksFetcher fetcher,
            TrustConfiguration configuration,
            Meters meters,
            Database database) {
        var keys = new Keyring(new KeyringPorts(
                fetcher,
                database.applicationJwks(),
                new MeteredKeyringEvents(meters),
                Wiring.CLOCK,
                Executors.newVirtualThreadPerTaskExecutor()));
        FailureThrottle throttle =
                database.throttles().make("clients", FailureThrottle.FREE_FAILURES, FailureThrottle.LONGEST_DELAY);
        var assertions = new SignedClientAssertions(self, keys, database.ledger());
        return new OwnClients(new ClientAuthenticator(throttle, assertions), keys, configuration);
    }

    /** Forgets the keys of applications that are gone, and fetches in the background what is about to be needed. */
    void tick() {
        keys.retain(configuration.applications().stream()
                .map(SigningClients::asIssuer)
                .flatMap(Optional::stream)
                .toList());
        keys.tick();
    }
}
