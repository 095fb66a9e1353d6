package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.management.TrustConfiguration.Decision;
import java.time.InstantSource;
import java.util.List;

/** Ends the registration of an application. */
public final class RemoveApplication {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    RemoveApplication(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Removes the application, if it is still as the administrator saw it; gives it as it was. */
    public Outcome<RegisteredClient> remove(Administrator who, ApplicationId id, ExpectedVersion expected) {
        return configuration.inTurn(
                who,
                trust -> trust.application(id)
                        .map(application -> expected.allows(ContentVersion.of(application))
                                ? new Decision.Change<>(
                                        List.of(new ChangeEvents(who, Timestamps.now(clock)).removed(application)),
                                        application)
                                : Outcomes.<RegisteredClient>stale())
                        .orElseGet(Outcomes::notFound));
    }
}
