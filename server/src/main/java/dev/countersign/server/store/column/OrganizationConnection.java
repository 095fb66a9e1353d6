package dev.countersign.server.store.column;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A connection that is used for one organization. Its statements have {@code :organization} in the place of the key: one
 * that does not name the organization is a fault, because it would read or change the rows of others.
 */
public record OrganizationConnection(Connection connection, OrganizationKey organization) {
    private static final String NAME = ":organization";

    /** Prepares a statement for this organization. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(named(sql));
    }

    /** The statement with the key in the place of the name: a number, so that no text can become a part of it. */
    String named(String sql) {
        if (!sql.contains(NAME)) {
            throw new IllegalArgumentException("a statement names no organization: " + sql);
        }
        return sql.replace(NAME, Long.toString(organization.number()));
    }
}
