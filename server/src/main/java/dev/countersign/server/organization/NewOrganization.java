package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.SetUp;
import dev.countersign.server.people.SetupCode;
import dev.countersign.server.registry.trust.TrustChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Organization that is to be stored, with everything that it contains from the beginning. Each change in it has its own
 * event, which is recorded in the organization.
 *
 * @param organization its number and version are not used
 * @param event recorded in the root organization
 * @param eventsWithin recorded in the organization before those of the changes
 * @param setupLink the link for its first person; empty when it has people
 */
public record NewOrganization(
        Organization organization,
        AdminEvent event,
        List<AdminEvent> eventsWithin,
        List<TrustChange> trust,
        List<PeopleChange> people,
        Optional<SetupLink> setupLink) {
    public NewOrganization {
        eventsWithin = List.copyOf(eventsWithin);
        trust = List.copyOf(trust);
        people = List.copyOf(people);
    }

    /**
     * A link with which the first person chooses a password.
     *
     * @param hash of its code
     */
    public record SetupLink(Sha256 hash, Instant expires) {
        /** The link with this code, from now on. */
        static SetupLink of(SetupCode code, Instant now) {
            return new SetupLink(code.hash(), now.plus(SetUp.LINK_LASTS));
        }
    }

    /** An empty organization. */
    public NewOrganization(Organization organization, AdminEvent event) {
        this(organization, event, List.of(), List.of(), List.of(), Optional.empty());
    }
}
