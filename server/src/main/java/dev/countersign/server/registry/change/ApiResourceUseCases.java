package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.trust.RegisteredKind.API_RESOURCES;
import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;

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
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Use cases that register, change and remove API resources. */
public record ApiResourceUseCases(TrustConfiguration configuration, InstantSource clock) {

    /** Registers the API resource that the JSON describes. */
    public Outcome<Saved<ApiResource>> register(Administrator administrator, Map<String, Object> input) {
        Instant now = Timestamps.now(clock);
        Reading<ApiResource> reading = ApiResourceFields.read(input, Optional.empty(), now);
        if (reading.value().isEmpty()) {
            return new Outcome.Invalid<>(reading.problems());
        }
        ApiResource resource = reading.value().get();
        return configuration.inTurn(
                administrator,
                trust -> API_RESOURCES.registration(
                        trust,
                        new ChangeEvents(administrator, now),
                        resource,
                        API_RESOURCES.saved(resource, reading.warnings())));
    }

    /** Changes the API resource and, with its audience, the applications that name it. */
    public Outcome<Saved<ApiResource>> change(
            Administrator administrator, ApiResourceId id, ExpectedVersion expected, Edit edit) {
        return configuration.inTurn(
                administrator,
                API_RESOURCES.ifCurrent(
                        id.value(), expected, (trust, before) -> changed(trust, administrator, before, edit)));
    }

    private Decision<Saved<ApiResource>> changed(
            Trust trust, Administrator administrator, ApiResource before, Edit edit) {
        Instant now = Timestamps.after(before.updatedAt(), clock);
        Reading<ApiResource> reading =
                ApiResourceFields.read(edit.appliedTo(ApiResourceFields.document(before)), Optional.of(before), now);
        if (reading.value().isEmpty()) {
            return Outcomes.invalid(reading.problems());
        }
        ApiResource after = reading.value().get();
        if (API_RESOURCES.isSame(before, after)) {
            return Outcomes.unchanged(API_RESOURCES.saved(before, reading.warnings()));
        }
        List<Problem> clashes = trust.clashes(API_RESOURCES, after);
        if (!clashes.isEmpty()) {
            return Outcomes.clash(clashes);
        }
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        changes.add(events.changed(API_RESOURCES, before, after));
        if (!before.audience().equals(after.audience())) {
            trust.applicationsFor(before.audience())
                    .forEach(application -> changes.add(events.changed(
                            APPLICATIONS, application, following(application, before.audience(), after.audience()))));
        }
        return new Decision.Change<>(changes, API_RESOURCES.saved(after, reading.warnings()));
    }

    private RegisteredClient following(RegisteredClient application, Audience before, Audience after) {
        List<Audience> audiences = application.access().audiences().stream()
                .map(audience -> audience.equals(before) ? after : audience)
                .distinct()
                .toList();
        return Applications.withAudiences(application, audiences, Timestamps.after(application.updatedAt(), clock));
    }

    /** Removes the API resource, and returns it. */
    public Outcome<ApiResource> remove(
            Administrator administrator, ApiResourceId id, ExpectedVersion expected, Force ifNamed) {
        return configuration.inTurn(
                administrator,
                API_RESOURCES.ifCurrent(
                        id.value(), expected, (trust, resource) -> removed(trust, administrator, resource, ifNamed)));
    }

    private Decision<ApiResource> removed(
            Trust trust, Administrator administrator, ApiResource resource, Force ifNamed) {
        List<RegisteredClient> naming = trust.applicationsFor(resource.audience());
        if (!naming.isEmpty() && ifNamed == Force.REFUSE) {
            return Outcomes.inUse(naming);
        }
        var events = new ChangeEvents(administrator, Timestamps.now(clock));
        var changes = new ArrayList<TrustChange>();
        for (RegisteredClient application : naming) {
            changes.add(events.changed(APPLICATIONS, application, without(application, resource.audience())));
        }
        changes.add(events.removed(API_RESOURCES, resource));
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
