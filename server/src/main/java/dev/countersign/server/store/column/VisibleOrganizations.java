package dev.countersign.server.store.column;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The organizations whose rows a transaction may see and write, where the engine enforces it.
 *
 * @param list numbers with commas between them, or {@code *} for all
 */
public record VisibleOrganizations(String list) {
    /** For tasks of the process: the purge, the audit, the list of organizations. */
    public static final VisibleOrganizations ALL = new VisibleOrganizations("*");

    public static VisibleOrganizations of(OrganizationKey organization) {
        return new VisibleOrganizations(Long.toString(organization.number()));
    }

    public static VisibleOrganizations of(Collection<OrganizationKey> organizations) {
        return new VisibleOrganizations(organizations.stream()
                .map(key -> Long.toString(key.number()))
                .distinct()
                .collect(Collectors.joining(",")));
    }
}
