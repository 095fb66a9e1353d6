package dev.countersign.server.store.database;

import dev.countersign.server.store.column.OrganizationConnection;
import java.sql.SQLException;

/** Operation on the rows of one organization. */
@FunctionalInterface
public interface OrganizationWork<T> {
    T run(OrganizationConnection connection) throws SQLException;
}
