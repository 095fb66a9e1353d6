package dev.countersign.server.metrics;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.KeyringEvents;

/** The counter of keyring events. */
public record MeteredKeyringEvents(Meters meters) implements KeyringEvents {

    @Override
    public void fetched(String issuerName, FetchOutcome<?> outcome) {
        meters.jwksFetched(issuerName, outcome instanceof FetchOutcome.Fetched ? "ok" : "failed");
    }

    @Override
    public void secretsPublished(String issuerName, int keys) {
        meters.jwksSecretsPublished(issuerName, keys);
    }
}
