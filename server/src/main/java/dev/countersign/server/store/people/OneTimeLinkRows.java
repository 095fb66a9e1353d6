package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The table of one-time links, within a transaction. It holds hashes only. */
final class OneTimeLinkRows {
    private OneTimeLinkRows() {}

    static void insert(OrganizationConnection connection, Sha256 link, Optional<PersonId> person, Instant expires)
            throws SQLException {
        Statements.update(
                connection,
                "INSERT INTO one_time_links (organization, hash, person_id, expires_at) VALUES (:organization, ?, ?, ?)",
                link.bytes(),
                person.map(PersonId::value),
                expires);
    }

    /** Deletes the links that create the first administrator. */
    static void deleteSetup(OrganizationConnection connection) throws SQLException {
        Statements.update(
                connection, "DELETE FROM one_time_links WHERE organization = :organization AND person_id IS NULL");
    }

    static void deleteOf(OrganizationConnection connection, PersonId person) throws SQLException {
        Statements.update(
                connection,
                "DELETE FROM one_time_links WHERE organization = :organization AND person_id = ?",
                person.value());
    }

    /** Whether this link for the first administrator is valid and there is no administrator who can sign in. */
    static boolean isSetupOpen(OrganizationConnection connection, WaysIn ways, Sha256 link, Instant now)
            throws SQLException {
        return !PeopleRows.hasAdministrator(connection, ways) && Statements.exists(connection, """
                SELECT 1 FROM one_time_links
                WHERE organization = :organization AND hash = ? AND person_id IS NULL AND expires_at > ?""", link.bytes(), now);
    }

    /** Returns the user of a link; a disabled user has none. */
    static Optional<Person> invited(OrganizationConnection connection, WaysIn ways, Sha256 link, Instant now)
            throws SQLException {
        return Statements.first(
                connection,
                "SELECT " + PeopleRows.COLUMNS + """
                 FROM one_time_links l JOIN administrators p ON p.id = l.person_id
                WHERE l.organization = :organization AND l.hash = ? AND l.expires_at > ? AND p.enabled = 1""",
                row -> PeopleRows.person(row, ways),
                link.bytes(),
                now);
    }
}
