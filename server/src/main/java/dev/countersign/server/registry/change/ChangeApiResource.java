package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Use case that changes an API resource and, with its audience, the applications that name it. */
public final class ChangeApiResource {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public ChangeApiResource(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Changes the API resource, if its version is the expected one. */
    public Outcome<Saved<ApiResource>> change(
            Administrator administrator, ApiResourceId id, ExpectedVersion expected, Edit edit) {
        return configuration.inTurn(
                administrator,
                trust -> trust.apiResource(id)
                        .map(before -> decide(trust, administrator, before, expected, edit))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<Saved<ApiResource>> decide(
            Trust trust, Administrator administrator, ApiResource before, ExpectedVersion expected, Edit edit) {
        if (!expected.allows(ContentVersion.of(before))) {
            return Outcomes.stale();
        }
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Reading<ApiResource> reading = ApiResourceFields.read(
                edit.appliedTo(ApiResourceFields.document(before)),
                new ApiResourceFields.Frame(before.id(), before.scopes(), before.createdAt(), now));
        if (reading.value().isEmpty()) {
            return Outcomes.invalid(reading.problems());
        }
        ApiResource after = reading.value().get();
        if (isSame(before, after)) {
            return Outcomes.unchanged(new Saved<>(before, ContentVersion.of(before), reading.warnings()));
        }
        List<Problem> clashes = trust.clashes(after);
        if (!clashes.isEmpty()) {
            return Outcomes.clash(clashes);
        }
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        changes.add(events.changed(before, after));
        if (!before.audience().equals(after.audience())) {
            trust.applicationsFor(before.audience())
                    .forEach(application -> changes.add(
                            events.changed(application, following(application, before.audience(), after.audience()))));
        }
        return new Decision.Change<>(changes, new Saved<>(after, ContentVersion.of(after), reading.warnings()));
    }

    private static boolean isSame(ApiResource before, ApiResource after) {
        var one = new HashMap<>(ApiResourceFields.document(before));
        var other = new HashMap<>(ApiResourceFields.document(after));
        one.remove("updated_at");
        other.remove("updated_at");
        return one.equals(other);
    }

    private RegisteredClient following(RegisteredClient application, Audience before, Audience after) {
        List<Audience> audiences = application.access().audiences().stream()
                .map(audience -> audience.equals(before) ? after : audience)
                .distinct()
                .toList();
        return Applications.withAudiences(application, audiences, Timestamps.after(application.updatedAt(), clock));
    }
}
