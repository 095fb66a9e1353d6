package dev.countersign.server.metrics;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.KeyringEvents;

/**
 * The counter of keyring events.
 *
 * @param organization the slug, or {@code root}
 */
public record MeteredKeyringEvents(Meters meters, String organization) implements KeyringEvents {

    @Override
    public void fetched(String issuerName, FetchOutcome<?> outcome) {
        meters.jwksFetched(organization, issuerName, outcome instanceof FetchOutcome.Fetched ? "ok" : "failed");
    }

    @Override
    public void secretsPublished(String issuerName, int keys) {
        meters.jwksSecretsPublished(organization, issuerName, keys);
    }
}
