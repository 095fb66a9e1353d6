package dev.countersign.server;

import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeyringPorts;
import dev.countersign.server.management.TrustConfiguration;
import dev.countersign.server.metrics.MeteredKeyringEvents;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.store.Database;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The means by which the server knows its clients: their secrets, and the keys of those that sign.
 *
 * @param authenticator one for all endpoints, so that failures at one cost time at every other
 * @param keys those of applications, apart from those of issuers, by the same rules
 */
record OwnClients(ClientAuthenticator authenticator, Keyring keys, TrustConfiguration configuration) {

    static OwnClients of(JwksFetcher fetcher, TrustConfiguration configuration, Meters meters, Database database) {
        var keys = new Keyring(new KeyringPorts(
                fetcher,
                database.applicationJwks(),
                new MeteredKeyringEvents(meters),
                Wiring.CLOCK,
                Executors.newVirtualThreadPerTaskExecutor()));
        FailureThrottle throttle =
                database.throttles().make("clients", FailureThrottle.FREE_FAILURES, FailureThrottle.LONGEST_DELAY);
        return new OwnClients(new ClientAuthenticator(throttle, keys), keys, configuration);
    }

    /** Forgets the keys of applications that are gone, and fetches in the background what is about to be needed. */
    void tick() {
        keys.retain(configuration.applications().stream()
                .map(RegisteredClient::keyOwner)
                .flatMap(Optional::stream)
                .toList());
        keys.tick();
    }
}
