package dev.countersign.server.management;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.management.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Registers an API resource. */
public final class RegisterApiResource {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    RegisterApiResource(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Registers the API resource that the JSON describes. */
    public Outcome<Saved<ApiResource>> register(Administrator who, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        var frame = new ApiResourceFields.Frame(new ApiResourceId(Secrets.generateId()), ScopeSet.EMPTY, now, now);
        Reading<ApiResource> reading = ApiResourceFields.read(input, frame);
        if (reading.value().isEmpty()) {
            return new Outcome.Invalid<>(reading.problems());
        }
        ApiResource resource = reading.value().get();
        return configuration.inTurn(who, trust -> {
            List<Problem> clashes = trust.clashes(resource);
            return clashes.isEmpty()
                    ? new Decision.Change<>(
                            List.of(new ChangeEvents(who, now).added(resource)),
                            new Saved<>(resource, ContentVersion.of(resource), reading.warnings()))
                    : Outcomes.clash(clashes);
        });
    }
}
