package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokenStore.Owned;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of personal access tokens, within a transaction. It holds hashes only. */
final class PersonalTokenRows {
    private static final String SELECT = "SELECT " + PeopleRows.COLUMNS
            + ", t.id, t.name, t.role, t.created_at, t.expires_at, t.last_used_at"
            + " FROM personal_access_tokens t JOIN administrators p ON p.id = t.person_id AND p.organization = t.organization"
            + " WHERE t.organization = :organization ";

    private PersonalTokenRows() {}

    static void insert(OrganizationConnection connection, PersonalToken token, Sha256 hash) throws SQLException {
        Statements.update(
                connection,
                """
                INSERT INTO personal_access_tokens
                    (organization, id, person_id, name, hash, role, created_at, expires_at)
                VALUES (:organization, ?, ?, ?, ?, ?, ?, ?)""",
                token.id().value(),
                token.person().value(),
                token.name(),
                hash.bytes(),
                token.role().word(),
                token.createdAt(),
                token.expiresAt());
    }

    /** Whether the person exists and is enabled; no other transaction adds a token of the person until this one ends. */
    static boolean lockPerson(OrganizationConnection connection, PersonId person) throws SQLException {
        return Statements.update(
                        connection,
                        "UPDATE administrators SET enabled = 1 WHERE organization = :organization AND id = ? AND enabled = 1",
                        person.value())
                == 1;
    }

    static Optional<Owned> find(OrganizationConnection connection, WaysIn ways, Sha256 hash) throws SQLException {
        return Statements.first(connection, SELECT + "AND t.hash = ?", row -> owned(row, ways), hash.bytes());
    }

    static Optional<Owned> find(OrganizationConnection connection, WaysIn ways, PersonalTokenId id)
            throws SQLException {
        return Statements.first(connection, SELECT + "AND t.id = ?", row -> owned(row, ways), id.value());
    }

    static List<Owned> of(OrganizationConnection connection, WaysIn ways, PersonId person, String collation)
            throws SQLException {
        return Statements.list(
                connection,
                SELECT + "AND t.person_id = ? ORDER BY t.created_at DESC, t.id COLLATE " + collation,
                row -> owned(row, ways),
                person.value());
    }

    static List<Owned> expiring(
            OrganizationConnection connection, WaysIn ways, Instant after, Instant until, String collation)
            throws SQLException {
        return Statements.list(
                connection,
                SELECT
                        + "AND p.enabled = 1 AND t.last_used_at IS NOT NULL AND t.expires_at > ? AND t.expires_at <= ?"
                        + " ORDER BY t.expires_at, t.id COLLATE " + collation,
                row -> owned(row, ways),
                after,
                until);
    }

    private static Owned owned(ResultSet row, WaysIn ways) throws SQLException {
        int before = PeopleRows.COLUMN_COUNT;
        String role = row.getString(before + 3);
        var person = PeopleRows.person(row, ways);
        return new Owned(
                new PersonalToken(
                        new PersonalTokenId(row.getString(before + 1)),
                        person.id(),
                        row.getString(before + 2),
                        StoredMembers.known(Role.of(role), () -> "role " + role),
                        Instant.ofEpochMilli(row.getLong(before + 4)),
                        Instant.ofEpochMilli(row.getLong(before + 5)),
                        ColumnTimes.read(row, before + 6)),
                person);
    }

    static long count(OrganizationConnection connection, PersonId person) throws SQLException {
        return Statements.number(
                connection,
                "SELECT count(*) FROM personal_access_tokens WHERE organization = :organization AND person_id = ?",
                person.value());
    }

    static boolean has(OrganizationConnection connection, PersonId person, String name) throws SQLException {
        return Statements.exists(
                connection,
                "SELECT 1 FROM personal_access_tokens WHERE organization = :organization AND person_id = ? AND name = ?",
                person.value(),
                name);
    }

    static void deleteExpired(OrganizationConnection connection, PersonId person, Instant now) throws SQLException {
        Statements.update(
                connection,
                "DELETE FROM personal_access_tokens WHERE organization = :organization AND person_id = ? AND expires_at <= ?",
                person.value(),
                now);
    }

    static void deleteOf(OrganizationConnection connection, PersonId person) throws SQLException {
        Statements.update(
                connection,
                "DELETE FROM personal_access_tokens WHERE organization = :organization AND person_id = ?",
                person.value());
    }

    static boolean delete(OrganizationConnection connection, PersonalTokenId id) throws SQLException {
        return Statements.update(
                        connection,
                        "DELETE FROM personal_access_tokens WHERE organization = :organization AND id = ?",
                        id.value())
                == 1;
    }

    /** Never moves back: concurrent requests may arrive in any order. */
    static int used(OrganizationConnection connection, PersonalTokenId id, Instant at) throws SQLException {
        return Statements.update(connection, """
                UPDATE personal_access_tokens SET last_used_at = ?
                WHERE organization = :organization AND id = ? AND (last_used_at IS NULL OR last_used_at < ?)""", at, id.value(), at);
    }
}
