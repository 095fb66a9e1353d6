package dev.countersign.server.organization;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An organization.
 *
 * @param number the key in the store, never used again; {@value #NOT_STORED} before it is stored
 * @param id the id in the API
 * @param slug the part of its paths, never used again; empty for the root organization
 * @param hosts its host names, the one of the issuer identifier first; none if it has a path alone
 * @param version incremented by each change, by which a concurrent one is noticed
 */
public record Organization(
        long number,
        String id,
        String slug,
        String name,
        boolean enabled,
        OrganizationLimits limits,
        List<OrganizationHost> hosts,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** The number of the root organization. */
    public static final long ROOT = 1;

    /** The number of an organization that the store has not numbered yet. */
    public static final long NOT_STORED = 0;

    public Organization {
        hosts = List.copyOf(hosts);
    }

    /** Its host names, the one of the issuer identifier first. */
    public List<String> hostNames() {
        return hosts.stream().map(OrganizationHost::name).toList();
    }

    /** The organization as JSON. */
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", id);
        document.put("slug", slug);
        document.put("name", name);
        document.put("enabled", enabled);
        document.put("limits", limits.document());
        document.put("hosts", hosts.stream().map(OrganizationHost::document).toList());
        document.put("created_at", createdAt.toString());
        document.put("updated_at", updatedAt.toString());
        return document;
    }

    public boolean isRoot() {
        return number == ROOT;
    }
}
