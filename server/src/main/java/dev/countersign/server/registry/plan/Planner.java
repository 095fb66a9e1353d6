package dev.countersign.server.registry.plan;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.Pointer;
import dev.countersign.server.registry.field.Reading;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.plan.TrustPlan.Action;
import dev.countersign.server.registry.plan.TrustPlan.Step;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Computation of one plan: collects the changes of all kinds in the order in which they can be applied. */
final class Planner {
    private final Trust trust;
    private final String owner;
    private final boolean prune;
    private final ChangeEvents events;
    private final List<TrustChange> removals = new ArrayList<>();
    private final List<TrustChange> others = new ArrayList<>();
    private final List<TrustChange> owned = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Problem> notHeld = new ArrayList<>();

    /** Resource that exists after the plan; one that is not in the input has no pointer. */
    private record Final<T>(Optional<String> pointer, T thing) {}

    Planner(Trust trust, String owner, boolean prune, ChangeEvents events) {
        this.trust = trust;
        this.owner = owner;
        this.prune = prune;
        this.events = events;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** The authority that the administrator lacks to apply the plan. */
    List<Problem> notHeld() {
        return List.copyOf(notHeld);
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Removals come first: a new resource may have the name or identifier of a removed one. */
    List<TrustChange> changes() {
        var changes = new ArrayList<>(removals);
        changes.addAll(others);
        changes.addAll(owned);
        return changes;
    }

    /** Names after the plan: those of the input, and those that are not pruned. */
    <T> Set<String> namesAfter(RegisteredKind<T> kind, List<?> items) {
        Set<String> written = new HashSet<>();
        items.forEach(item -> name(item).ifPresent(written::add));
        var names = new HashSet<>(written);
        kind.all().apply(trust).stream()
                .filter(thing -> !isPruned(kind, thing, written))
                .forEach(thing -> names.add(kind.name(thing)));
        return names;
    }

    private static Optional<String> name(Object item) {
        return JsonValues.members(item)
                .map(members -> members.get("name"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private <T> boolean isPruned(RegisteredKind<T> kind, T thing, Set<String> written) {
        return prune
                && !written.contains(kind.name(thing))
                && trust.owner(kind.id(thing)).filter(owner::equals).isPresent();
    }

    <T> void plan(PlannedKind<T> planned, List<?> items) {
        RegisteredKind<T> kind = planned.kind();
        Map<String, T> present = new HashMap<>();
        kind.all().apply(trust).forEach(thing -> present.put(kind.name(thing), thing));
        Set<String> written = new HashSet<>();
        var finals = new ArrayList<Final<T>>();
        for (int i = 0; i < items.size(); i++) {
            String pointer = Pointer.to("/" + kind.list(), i);
            Optional<Map<String, Object>> item = JsonValues.members(items.get(i));
            Optional<String> name = name(items.get(i));
            if (item.isEmpty()) {
                problems.add(new Problem(pointer, Problem.WRONG_TYPE, "Must be an object."));
            } else if (name.isPresent() && !written.add(name.get())) {
                problems.add(
                        new Problem(pointer + "/name", Problem.DUPLICATE, "This name is used twice in these files."));
            } else {
                one(planned, pointer, item.get(), name.flatMap(known -> Optional.ofNullable(present.get(known))))
                        .ifPresent(thing -> finals.add(new Final<>(Optional.of(pointer), thing)));
            }
        }
        kind.all().apply(trust).stream()
                .filter(thing -> !written.contains(kind.name(thing)) && !isPruned(kind, thing, written))
                .forEach(thing -> finals.add(new Final<>(Optional.empty(), thing)));
        clashes(kind, finals);
        kind.all().apply(trust).stream()
                .filter(thing -> isPruned(kind, thing, written))
                .sorted((one, other) -> kind.name(one).compareTo(kind.name(other)))
                .forEach(thing -> {
                    removals.add(events.removed(kind, thing));
                    steps.add(new Step(Action.DELETE, kind.word(), kind.name(thing), List.of()));
                });
    }

    private <T> Optional<T> one(PlannedKind<T> planned, String pointer, Map<String, Object> item, Optional<T> before) {
        Optional<String> earlier =
                before.flatMap(thing -> trust.owner(planned.kind().id(thing)));
        if (earlier.filter(other -> !other.equals(owner)).isPresent()) {
            problems.add(new Problem(
                    pointer + "/name",
                    "owned_by_another",
                    "This is owned by the files of \"%s\". A resource has only one owner.".formatted(earlier.get())));
            return Optional.empty();
        }
        Reading<T> reading = planned.read(item, before);
        reading.problems().forEach(problem -> problems.add(under(pointer, problem)));
        reading.warnings().forEach(warning -> warnings.add(under(pointer, warning)));
        reading.value().ifPresent(after -> {
            planned.notHeld(item, before, after).forEach(problem -> notHeld.add(under(pointer, problem)));
            step(planned, before, after, earlier.isPresent());
        });
        return reading.value();
    }

    private <T> void clashes(RegisteredKind<T> kind, List<Final<T>> finals) {
        for (Final<T> one : finals) {
            one.pointer()
                    .ifPresent(pointer -> finals.stream()
                            .filter(other -> !other.pointer().equals(one.pointer()))
                            .flatMap(other -> shared(kind, one.thing(), other.thing()))
                            .distinct()
                            .forEach(unique -> problems.add(under(pointer, unique.problem()))));
        }
    }

    /** Two resources with equal names from before may remain. */
    private <T> Stream<Unique> shared(RegisteredKind<T> kind, T one, T other) {
        return kind.shared(one, other).stream()
                .filter(unique -> unique != Unique.LIKENESS || !keepsName(kind, one) || !keepsName(kind, other));
    }

    private <T> boolean keepsName(RegisteredKind<T> kind, T thing) {
        return kind.all().apply(trust).stream()
                .anyMatch(before -> kind.id(before).equals(kind.id(thing))
                        && kind.name(before).equals(kind.name(thing)));
    }

    private <T> void step(PlannedKind<T> planned, Optional<T> before, T after, boolean isOwned) {
        RegisteredKind<T> kind = planned.kind();
        if (before.isEmpty()) {
            others.add(events.added(kind, after));
            steps.add(new Step(Action.CREATE, kind.word(), kind.name(after), created(kind.document(after))));
        } else {
            List<FieldChange> fields = FieldChange.between(kind.document(before.get()), kind.document(after));
            if (!fields.isEmpty()) {
                others.add(events.changed(kind, before.get(), planned.replacing(before.get(), after)));
            }
            var all = new ArrayList<>(fields);
            all.addAll(secrets(planned, before.get(), after));
            if (!all.isEmpty()) {
                steps.add(new Step(Action.CHANGE, kind.word(), kind.name(after), all));
            } else if (!isOwned) {
                steps.add(new Step(Action.ADOPT, kind.word(), kind.name(after), List.of()));
            }
        }
        if (!isOwned) {
            owned.add(events.owned(kind, after, owner));
        }
    }

    private <T> List<FieldChange> secrets(PlannedKind<T> planned, T before, T after) {
        if (planned instanceof PlannedApplications applications
                && before instanceof RegisteredClient one
                && after instanceof RegisteredClient other) {
            boolean isReplaced = !FieldChange.between(
                            ApplicationFields.document(one), ApplicationFields.document(other))
                    .isEmpty();
            others.addAll(applications.secretChanges(one, isReplaced ? other : one, other));
            return applications.secretFields(one, other);
        }
        return List.of();
    }

    private static List<FieldChange> created(Map<String, Object> document) {
        return FieldChange.between(Map.of(), document);
    }

    /** Checks the result; must be called once, when everything is planned. */
    void check() {
        if (!problems.isEmpty()) {
            return;
        }
        Trust after = trust.after(changes());
        for (TrustChange removal : removals) {
            if (removal instanceof TrustChange.IssuerRemoved removed) {
                String name = trust.issuer(removed.id()).orElseThrow().name();
                refuseIfNamed("trusted token issuer", name, after.applicationsNaming(name));
            } else if (removal instanceof TrustChange.ApiResourceRemoved removed) {
                var resource = trust.apiResource(removed.id()).orElseThrow();
                boolean isReplaced = after.apiResources().stream()
                        .anyMatch(other -> other.audience().equals(resource.audience()));
                refuseIfNamed(
                        "API resource",
                        resource.name(),
                        isReplaced ? List.of() : after.applicationsFor(resource.audience()));
            } else if (removal instanceof TrustChange.ApplicationRemoved removed) {
                String name = trust.application(removed.id()).orElseThrow().name();
                refuseIfDefault(name, after.issuersDefaultingTo(name));
            }
        }
    }

    private void refuseIfNamed(String kind, String name, List<RegisteredClient> naming) {
        if (!naming.isEmpty()) {
            problems.add(new Problem(
                    "",
                    "in_use",
                    "The %s \"%s\" would be deleted, but applications name it: %s."
                            .formatted(
                                    kind,
                                    name,
                                    String.join(
                                            ", ",
                                            naming.stream()
                                                    .map(RegisteredClient::name)
                                                    .sorted()
                                                    .toList()))));
        }
    }

    private void refuseIfDefault(String name, List<TrustedIssuer> issuers) {
        if (!issuers.isEmpty()) {
            problems.add(new Problem(
                    "",
                    "in_use",
                    "The application \"%s\" would be deleted, but it is the default application of: %s."
                            .formatted(
                                    name,
                                    String.join(
                                            ", ",
                                            issuers.stream()
                                                    .map(TrustedIssuer::name)
                                                    .sorted()
                                                    .toList()))));
        }
    }

    private static Problem under(String pointer, Problem problem) {
        return new Problem(pointer + problem.pointer(), problem.code(), problem.detail());
    }
}
