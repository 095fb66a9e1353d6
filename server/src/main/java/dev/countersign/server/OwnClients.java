package dev.countersign.server;

import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.Throttles;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.Keyring;
import dev.countersign.core.keys.KeyringPorts;
import dev.countersign.server.metrics.MeteredKeyringEvents;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.store.OrganizationDatabase;
import java.util.Optional;

/**
 * Authentication of the server's clients, by their secrets, keys and certificates.
 *
 * @param authenticator one for all endpoints, so that a failure at one endpoint slows attempts at every other
 * @param keys the keys of applications, separate from those of issuers and held to the same rules
 */
record OwnClients(ClientAuthenticator authenticator, Keyring keys, TrustConfiguration configuration) {

    static OwnClients of(
            SharedParts shared,
            JwksFetcher fetcher,
            Throttles throttles,
            TrustConfiguration configuration,
            OrganizationDatabase database) {
        var keys = new Keyring(new KeyringPorts(
                fetcher,
                database.applicationJwks(),
                new MeteredKeyringEvents(
                        shared.meters(),
                        OrganizationParts.metric(configuration.current().identity())),
                Wiring.CLOCK,
                shared.background(),
                shared.waitingForKeys()));
        FailureThrottle throttle =
                throttles.make("clients", FailureThrottle.FREE_FAILURES, FailureThrottle.LONGEST_DELAY);
        return new OwnClients(new ClientAuthenticator(throttle, keys, shared.clientAuthorities()), keys, configuration);
    }

    /** Drops the keys of removed applications, and fetches in the background those that will be needed soon. */
    void refreshKeys() {
        keys.retain(configuration.applications().stream()
                .map(RegisteredClient::keyOwner)
                .flatMap(Optional::stream)
                .toList());
        keys.prefetch();
    }
}
