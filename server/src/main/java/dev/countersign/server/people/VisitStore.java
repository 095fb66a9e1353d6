package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.operation.StoreUnavailableException;

/** Persistent storage of visits. Their sessions are found in the {@link PeopleStore} of the visited organization. */
@FunctionalInterface
public interface VisitStore {

    /**
     * Begins a visit and records it in both organizations. An earlier one of the same session in the same organization
     * ends. Nothing happens when the session is over, its person is no enabled administrator, or the organization is
     * disabled.
     *
     * @param here the event in the root organization
     * @param there the event in the visited organization
     * @return whether the visit began
     * @throws StoreUnavailableException when the store is unavailable
     */
    boolean begin(Visit visit, AdminEvent here, AdminEvent there);
}
