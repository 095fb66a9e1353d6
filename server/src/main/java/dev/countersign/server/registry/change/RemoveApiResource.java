package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Use case that removes an API resource. */
public final class RemoveApiResource {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public RemoveApiResource(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Treatment of applications that name the audience. */
    public enum Force {
        /** The API resource is not removed. */
        REFUSE,
        /**
         * The audience is removed from them too. An application that named no other is disabled: without audiences its
         * tokens would be meant for this server itself, which is more than before.
         */
        REMOVE_AUDIENCE
    }

    /** Removes the API resource, and returns it. */
    public Outcome<ApiResource> remove(
            Administrator administrator, ApiResourceId id, ExpectedVersion expected, Force ifNamed) {
        return configuration.inTurn(
                administrator,
                trust -> trust.apiResource(id)
                        .map(resource -> decide(trust, administrator, resource, expected, ifNamed))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<ApiResource> decide(
            Trust trust, Administrator administrator, ApiResource resource, ExpectedVersion expected, Force ifNamed) {
        if (!expected.allows(ContentVersion.of(resource))) {
            return Outcomes.stale();
        }
        List<RegisteredClient> naming = trust.applicationsFor(resource.audience());
        if (!naming.isEmpty() && ifNamed == Force.REFUSE) {
            return new Decision.Answer<>(new Outcome.InUse<>(
                    naming.stream().map(RegisteredClient::name).sorted().toList()));
        }
        var events = new ChangeEvents(administrator, Timestamps.now(clock));
        var changes = new ArrayList<TrustChange>();
        for (RegisteredClient application : naming) {
            changes.add(events.changed(application, without(application, resource.audience())));
        }
        changes.add(events.removed(resource));
        return new Decision.Change<>(changes, resource);
    }

    private RegisteredClient without(RegisteredClient application, Audience audience) {
        List<Audience> others = application.access().audiences().stream()
                .filter(other -> !other.equals(audience))
                .toList();
        Instant now = Timestamps.after(application.updatedAt(), clock);
        RegisteredClient after = Applications.withAudiences(application, others, now);
        return others.isEmpty() ? Applications.disabled(after) : after;
    }
}
