package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.organization.OrganizationInput.BootstrapClient;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.registry.DraftTrust;
import dev.countersign.server.registry.change.BootstrapAdministrator;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.trust.RegistrationLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/** Organizations in memory, and what they would need within themselves. */
public final class MemoryOrganizations implements OrganizationRecords, Organizations.Founding {
    public final List<AdminEvent> events = new ArrayList<>();
    public final List<AdminEvent> eventsWithin = new ArrayList<>();
    /** New organizations with their contents, by their slugs. */
    public final Map<String, NewOrganization> contents = new HashMap<>();

    /** Number of changes after which the store cannot be read. */
    public int readableChanges = Integer.MAX_VALUE;

    public final Set<String> withPeople = new HashSet<>();
    private final List<Organization> stored = new ArrayList<>();
    private final Set<String> slugs = new HashSet<>();
    private final OrganizationDirectory directory = new OrganizationDirectory(this);
    private long numbers = Organization.ROOT;

    @Override
    public List<Organization> all() {
        if (events.size() > readableChanges) {
            throw new StoreUnavailableException(Duration.ofSeconds(1));
        }
        return List.copyOf(stored);
    }

    @Override
    public Result add(NewOrganization added) {
        Organization given = added.organization();
        if (stored.stream().anyMatch(other -> other.name().equalsIgnoreCase(given.name()))) {
            return Result.Refusal.NAME_TAKEN;
        }
        if (isHostTaken(given)) {
            return Result.Refusal.HOST_TAKEN;
        }
        if (!slugs.add(given.slug())) {
            return Result.Refusal.SLUG_TAKEN;
        }
        Organization numbered = with(given, ++numbers, 1);
        stored.add(numbered);
        events.add(added.event());
        eventsWithin.addAll(added.eventsWithin());
        contents.put(given.slug(), added);
        if (!added.people().isEmpty()) {
            withPeople.add(given.slug());
        }
        return new Result.Done(numbered);
    }

    @Override
    public Result replace(Organization before, Organization after, AdminEvent event) {
        if (isHostTaken(after)) {
            return Result.Refusal.HOST_TAKEN;
        }
        if (!stored.remove(before)) {
            return Result.Refusal.STALE;
        }
        Organization replaced = with(after, before.number(), before.version() + 1);
        stored.add(replaced);
        events.add(event);
        return new Result.Done(replaced);
    }

    @Override
    public Result delete(Organization organization, AdminEvent event) {
        if (!stored.remove(organization)) {
            return Result.Refusal.STALE;
        }
        events.add(event);
        return new Result.Done(organization);
    }

    @Override
    public void record(AdminEvent event) {
        events.add(event);
    }

    @Override
    public void record(Organization organization, AdminEvent event, AdminEvent eventWithin) {
        events.add(event);
        eventsWithin.add(eventWithin);
    }

    @Override
    public Map<String, Long> counts(Organization organization) {
        return Map.of("applications", 1L);
    }

    @Override
    public Versions versions() {
        return new Versions(stored.stream()
                .collect(Collectors.toMap(Organization::number, one -> new Version(one.version(), 0))));
    }

    /** The use cases over these organizations. */
    public Organizations useCases(InstantSource clock) {
        return new Organizations(this, directory, this, new SampleHostRules(), clock);
    }

    /** Forgets everything, the slugs too. */
    public void clear() {
        stored.clear();
        slugs.clear();
        withPeople.clear();
        contents.clear();
        directory.refresh();
    }

    private boolean isHostTaken(Organization named) {
        return stored.stream()
                .filter(other -> !other.id().equals(named.id()))
                .anyMatch(other -> !Collections.disjoint(other.hostNames(), named.hostNames()));
    }

    private static Organization with(Organization given, long number, long version) {
        return new Organization(
                number,
                given.id(),
                given.slug(),
                given.name(),
                given.enabled(),
                given.limits(),
                given.hosts(),
                given.createdAt(),
                given.updatedAt(),
                version);
    }

    @Override
    public Optional<String> objection(BootstrapClient client) {
        return BootstrapAdministrator.objection(client.clientId(), client.clientSecret());
    }

    @Override
    public DraftTrust draft(String slug, RegistrationLimits limits) {
        var rules = new ServerRules(
                ManagementFixture.RULES.identity().ofOrganization(slug), SampleServer.ISSUED_AT, SampleServer.SIGNING);
        return new DraftTrust(rules, limits, _ -> Optional.empty(), InstantSource.system());
    }

    @Override
    public Map<String, Object> exported(Organization organization) {
        return Map.of("organization", organization.slug(), "applications", List.of());
    }

    @Override
    public List<Person> people(Organization organization) {
        return contents.get(organization.slug()).people().stream()
                .map(change -> change instanceof PeopleChange.Invited invited
                        ? invited.person()
                        : Assertions.<Person>fail("people are invited"))
                .toList();
    }

    @Override
    public String invitationLink(Organization organization, SetupCode code) {
        return "https://tokens.example.com/t/" + organization.slug() + "/console/welcome?code=" + code.value();
    }

    @Override
    public String setupLink(Organization organization, SetupCode code) {
        return "https://tokens.example.com/t/" + organization.slug() + "/console/setup?code=" + code.value();
    }

    @Override
    public Optional<String> administratorLink(Organization organization) {
        all();
        return Optional.of("https://tokens.example.com/t/" + organization.slug() + "/console/setup?code=once")
                .filter(_ -> !withPeople.contains(organization.slug()));
    }
}
