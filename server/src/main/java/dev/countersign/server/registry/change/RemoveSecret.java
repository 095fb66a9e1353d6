package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.InstantSource;
import java.util.List;

/** Use case that removes a secret of an application; later requests with it are refused. */
public final class RemoveSecret {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public RemoveSecret(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Removes the secret; returns the application without it. */
    public Outcome<Saved<RegisteredClient>> remove(
            Administrator administrator, ApplicationId id, ExpectedVersion expected, String secretId) {
        return configuration.inTurn(
                administrator,
                trust -> trust.application(id)
                        .filter(application -> application.credentials().secrets().stream()
                                .anyMatch(secret -> secret.id().equals(secretId)))
                        .map(application -> decide(administrator, application, expected, secretId))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<Saved<RegisteredClient>> decide(
            Administrator administrator, RegisteredClient application, ExpectedVersion expected, String secretId) {
        if (!expected.allows(ContentVersion.of(application))) {
            return Outcomes.stale();
        }
        RegisteredClient after = Applications.withoutSecret(application, secretId);
        return new Decision.Change<>(
                List.of(new ChangeEvents(administrator, Timestamps.now(clock)).secretRemoved(application, secretId)),
                new Saved<>(after, ContentVersion.of(after), List.of()));
    }
}
