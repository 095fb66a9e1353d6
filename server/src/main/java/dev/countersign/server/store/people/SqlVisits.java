package dev.countersign.server.store.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.server.people.Visit;
import dev.countersign.server.people.VisitStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreWriter;

/** Visits in the database. */
public record SqlVisits(StoreWriter writer, ReadPool readers) implements VisitStore {

    @Override
    public boolean begin(Visit visit, AdminEvent here, AdminEvent there) {
        var key = new OrganizationKey(visit.organization().number());
        return new OrganizationStore(writer, readers, key)
                .writeBesideRoot(
                        connection -> {
                            if (!VisitRows.insert(connection, visit)) {
                                return false;
                            }
                            AuditRows.insert(
                                    new OrganizationConnection(connection.connection(), OrganizationKey.ROOT), here);
                            AuditRows.insert(connection, there);
                            return true;
                        },
                        Boolean::booleanValue);
    }
}
