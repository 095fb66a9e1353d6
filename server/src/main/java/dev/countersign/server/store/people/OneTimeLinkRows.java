package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;

/** The table of one-time links, within a transaction. It holds hashes only. */
final class OneTimeLinkRows {
    private OneTimeLinkRows() {}

    static void insert(Connection connection, Sha256 link, Optional<PersonId> person, Instant expires)
            throws SQLException {
        try (var statement = connection.prepareStatement(
                "INSERT INTO one_time_links (hash, person_id, expires_at) VALUES (?, ?, ?)")) {
            statement.setBytes(1, link.bytes());
            if (person.isPresent()) {
                statement.setString(2, person.get().value());
            } else {
                statement.setNull(2, Types.VARCHAR);
            }
            statement.setLong(3, expires.toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Deletes the links that create the first administrator. */
    static void deleteSetup(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM one_time_links WHERE person_id IS NULL");
        }
    }

    static void deleteOf(Connection connection, PersonId person) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM one_time_links WHERE person_id = ?")) {
            statement.setString(1, person.value());
            statement.executeUpdate();
        }
    }

    /** Whether this link for the first administrator is valid and there is no user yet. */
    static boolean isSetupOpen(Connection connection, Sha256 link, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT 1 FROM one_time_links WHERE hash = ? AND person_id IS NULL AND expires_at > ?
                    AND NOT EXISTS (SELECT 1 FROM administrators)""")) {
            statement.setBytes(1, link.bytes());
            statement.setLong(2, now.toEpochMilli());
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Returns the user of a link; a disabled user has none. */
    static Optional<Person> invited(Connection connection, Sha256 link, Instant now) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT " + PeopleRows.COLUMNS + """
                 FROM one_time_links l JOIN administrators p ON p.id = l.person_id
                WHERE l.hash = ? AND l.expires_at > ? AND p.enabled = 1""")) {
            statement.setBytes(1, link.bytes());
            statement.setLong(2, now.toEpochMilli());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(PeopleRows.person(rows)) : Optional.empty();
            }
        }
    }
}
