package dev.countersign.server.registry.change;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Use case that registers an API resource. */
public final class RegisterApiResource {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public RegisterApiResource(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Registers the API resource that the JSON describes. */
    public Outcome<Saved<ApiResource>> register(Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        var frame = new ApiResourceFields.Frame(new ApiResourceId(Secrets.generateId()), ScopeSet.EMPTY, now, now);
        Reading<ApiResource> reading = ApiResourceFields.read(input, frame);
        if (reading.value().isEmpty()) {
            return new Outcome.Invalid<>(reading.problems());
        }
        ApiResource resource = reading.value().get();
        return configuration.inTurn(administrator, trust -> {
            List<Problem> clashes = trust.clashes(resource);
            return clashes.isEmpty()
                    ? new Decision.Change<>(
                            List.of(new ChangeEvents(administrator, now).added(resource)),
                            new Saved<>(resource, ContentVersion.of(resource), reading.warnings()))
                    : Outcomes.clash(clashes);
        });
    }
}
