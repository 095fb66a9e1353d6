package dev.countersign.server.organization;

import dev.countersign.server.organization.OrganizationRecords.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The organizations other than the root, in memory: requests find theirs by its slug or its host without the database.
 */
public final class OrganizationDirectory {
    private final OrganizationRecords records;
    private volatile Known known = new Known(List.of(), Map.of(), Map.of());

    private record Known(
            List<Organization> inOrder, Map<String, Organization> bySlug, Map<String, Organization> byHost) {
        static Known of(List<Organization> organizations) {
            var byHost = new HashMap<String, Organization>();
            for (Organization organization : organizations) {
                organization.hostNames().forEach(name -> byHost.putIfAbsent(name, organization));
            }
            return new Known(
                    List.copyOf(organizations),
                    organizations.stream().collect(Collectors.toMap(Organization::slug, Function.identity())),
                    Collections.unmodifiableMap(byHost));
        }
    }

    /** Reads all organizations. */
    public OrganizationDirectory(OrganizationRecords records) {
        this.records = records;
        refresh();
    }

    /**
     * Reads all organizations again.
     *
     * @throws dev.countersign.server.operation.StoreUnavailableException when that is not possible
     */
    public synchronized void refresh() {
        known = Known.of(records.all().stream()
                .filter(organization -> !organization.isRoot())
                .toList());
    }

    /** Puts an organization as it is stored now. */
    public synchronized void put(Organization stored) {
        List<Organization> all = new ArrayList<>(all());
        int place = IntStream.range(0, all.size())
                .filter(i -> all.get(i).number() == stored.number())
                .findFirst()
                .orElse(all.size());
        if (place == all.size()) {
            all.add(stored);
        } else if (all.get(place).version() < stored.version()) {
            all.set(place, stored);
        }
        known = Known.of(all);
    }

    /** Removes an organization that is deleted. */
    public synchronized void remove(Organization deleted) {
        known = Known.of(all().stream()
                .filter(organization -> organization.number() != deleted.number())
                .toList());
    }

    /** Reads all organizations again if one of these versions is not known. */
    public void refreshTo(Map<Long, Version> versions) {
        Map<Long, Long> stored = new HashMap<>();
        versions.forEach((number, version) -> stored.put(number, version.organization()));
        stored.remove(Organization.ROOT);
        Map<Long, Long> here = all().stream().collect(Collectors.toMap(Organization::number, Organization::version));
        if (!stored.equals(here)) {
            refresh();
        }
    }

    /** All organizations, in the order of their creation. */
    public List<Organization> all() {
        return known.inOrder();
    }

    /** The organization with this host name, which may be disabled. */
    public Optional<Organization> ofHost(String name) {
        return Optional.ofNullable(known.byHost().get(name));
    }

    /** The organization with this slug, if it is enabled. */
    public Optional<Organization> enabled(String slug) {
        return Optional.ofNullable(known.bySlug().get(slug)).filter(Organization::enabled);
    }
}
