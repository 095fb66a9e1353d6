package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.InstantSource;
import java.util.List;

/** Use case that removes an application. */
public final class RemoveApplication {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public RemoveApplication(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Removes the application, if its version is the expected one, and returns it. */
    public Outcome<RegisteredClient> remove(Administrator administrator, ApplicationId id, ExpectedVersion expected) {
        return configuration.inTurn(
                administrator,
                trust -> trust.application(id)
                        .map(application -> expected.allows(ContentVersion.of(application))
                                ? new Decision.Change<>(
                                        List.of(new ChangeEvents(administrator, Timestamps.now(clock))
                                                .removed(application)),
                                        application)
                                : Outcomes.<RegisteredClient>stale())
                        .orElseGet(Outcomes::notFound));
    }
}
