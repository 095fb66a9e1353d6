package dev.countersign.server.organization;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.server.operation.StoreUnavailableException;
import java.util.List;
import java.util.Map;

/**
 * Port to the organizations in the database. Each change is recorded with its audit event, which belongs to the root
 * organization, and announced to the other nodes. Every method throws {@link StoreUnavailableException} when the
 * database cannot be used.
 */
public interface OrganizationRecords {

    /** All organizations that are not deleted, the root organization first, the others in the order of their creation. */
    List<Organization> all();

    /** Adds an organization with the next number and everything in it, or nothing. */
    Result add(NewOrganization added);

    /** Replaces an organization that has the version of {@code before}; id, slug and number do not change. */
    Result replace(Organization before, Organization after, AdminEvent event);

    /**
     * Deletes an organization that has this version: from then on none of these methods finds it. Its rows are purged
     * later, in small steps.
     */
    Result delete(Organization organization, AdminEvent event);

    /** Records an event that changes nothing here. */
    void record(AdminEvent event);

    /**
     * Records an event in the root organization and one in another, or neither.
     *
     * @param event recorded in the root organization
     * @param eventWithin recorded in the other organization
     */
    void record(Organization organization, AdminEvent event, AdminEvent eventWithin);

    /** The numbers of rows that a deletion of the organization deletes, by the kind as it is called in the API. */
    Map<String, Long> counts(Organization organization);

    /** The versions of all organizations that are not deleted. */
    Versions versions();

    /** Outcome of a change. */
    sealed interface Result {

        /** The change is on disk. The organization is as stored now, or as it was when it was deleted. */
        record Done(Organization organization) implements Result {}

        /** Nothing was changed. */
        enum Refusal implements Result {
            /** The slug is that of another organization, or was that of one that is deleted. */
            SLUG_TAKEN,
            /** The name is that of another organization. */
            NAME_TAKEN,
            /** One of the host names is that of another organization. */
            HOST_TAKEN,
            /** There is no such organization. */
            NOT_FOUND,
            /** The organization was changed since it was read. */
            STALE
        }
    }

    /** The versions at one moment, by the number of the organization. */
    record Versions(Map<Long, Version> byNumber) {
        public Versions {
            byNumber = UnmodifiableCopies.of(byNumber);
        }
    }

    /**
     * The versions of an organization; a change increments one of them.
     *
     * @param organization of its row, see {@link Organization#version}
     * @param trust of its trusted token issuers, applications and API resources
     */
    record Version(long organization, long trust) {}
}
