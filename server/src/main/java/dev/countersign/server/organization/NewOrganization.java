package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.registry.trust.TrustChange;
import java.util.List;

/**
 * Organization that is to be stored, with everything that it contains from the beginning. Each change in it has its own
 * event, which is recorded in the organization.
 *
 * @param organization its number and version are not used
 * @param event recorded in the root organization
 * @param eventsWithin recorded in the organization before those of the changes
 */
public record NewOrganization(
        Organization organization,
        AdminEvent event,
        List<AdminEvent> eventsWithin,
        List<TrustChange> trust,
        List<PeopleChange> people) {
    public NewOrganization {
        eventsWithin = List.copyOf(eventsWithin);
        trust = List.copyOf(trust);
        people = List.copyOf(people);
    }

    /** An empty organization. */
    public NewOrganization(Organization organization, AdminEvent event) {
        this(organization, event, List.of(), List.of(), List.of());
    }
}
