package dev.countersign.server.store.organization;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.organization.OrganizationRecords;
import dev.countersign.server.organization.OrganizationRecords.Result;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Organizations for tests of the store. */
public final class SampleOrganizations {
    private SampleOrganizations() {}

    /** An organization that is not stored yet. */
    public static Organization named(String slug) {
        return new Organization(
                Organization.NOT_STORED,
                "organization-" + slug,
                slug,
                "Name of " + slug,
                true,
                OrganizationLimits.NONE,
                List.of(),
                NOW,
                NOW,
                0);
    }

    /** Adds an organization. */
    public static Organization added(OrganizationRecords records, String slug) {
        Organization organization = named(slug);
        return ((Result.Done)
                        records.add(new NewOrganization(organization, event("organization.created", organization))))
                .organization();
    }

    /** Adds an organization and returns its key. */
    public static OrganizationKey add(OrganizationRecords records, String slug) {
        return new OrganizationKey(added(records, slug).number());
    }

    /** Disables an organization. */
    public static void disable(OrganizationRecords records, Organization organization) {
        var disabled = new Organization(
                organization.number(),
                organization.id(),
                organization.slug(),
                organization.name(),
                false,
                organization.limits(),
                organization.hosts(),
                organization.createdAt(),
                NOW,
                organization.version());
        records.replace(organization, disabled, event("organization.updated", disabled));
    }

    public static AdminEvent event(String action, Organization organization) {
        return event(action, organization, NOW);
    }

    public static AdminEvent event(String action, Organization organization, Instant at) {
        return new AdminEvent(
                at,
                new CorrelationId("c"),
                "admin",
                action,
                organization.id(),
                organization.name(),
                Optional.empty(),
                Optional.of("{\"slug\":\"%s\"}".formatted(organization.slug())));
    }
}
