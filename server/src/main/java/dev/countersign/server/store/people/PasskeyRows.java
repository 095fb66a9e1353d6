package dev.countersign.server.store.people;

import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.PasskeyStore.Owned;
import dev.countersign.server.people.passkey.UsedChallenge;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of passkeys, within a transaction. */
final class PasskeyRows {
    private static final String SELECT = "SELECT " + PeopleRows.COLUMNS
            + ", k.id, k.name, k.credential, k.sign_count, k.backup_eligible, k.created_at, k.last_used_at"
            + " FROM passkeys k JOIN administrators p ON p.id = k.person_id WHERE k.organization = :organization ";

    private PasskeyRows() {}

    static List<Passkey> of(OrganizationConnection connection, PersonId owner, String collation) throws SQLException {
        return Statements.list(
                connection,
                SELECT + "AND k.person_id = ? ORDER BY k.created_at, k.id COLLATE " + collation,
                row -> owned(row, WaysIn.USUAL).passkey(),
                owner.value());
    }

    static Optional<Owned> find(OrganizationConnection connection, WaysIn ways, PasskeyId id) throws SQLException {
        return Statements.first(connection, SELECT + "AND k.id = ?", row -> owned(row, ways), id.value());
    }

    private static Owned owned(ResultSet row, WaysIn ways) throws SQLException {
        var owner = PeopleRows.person(row, ways);
        int before = PeopleRows.COLUMN_COUNT;
        var passkey = new Passkey(
                new PasskeyId(row.getString(before + 1)),
                owner.id(),
                row.getString(before + 2),
                row.getString(before + 3),
                row.getLong(before + 4),
                row.getLong(before + 5) == 1,
                Instant.ofEpochMilli(row.getLong(before + 6)),
                ColumnTimes.read(row, before + 7));
        return new Owned(passkey, owner);
    }

    static long count(OrganizationConnection connection, PersonId owner) throws SQLException {
        return Statements.number(
                connection,
                "SELECT count(*) FROM passkeys WHERE organization = :organization AND person_id = ?",
                owner.value());
    }

    /** Inserts a passkey; returns whether it is a new one. */
    static boolean insert(OrganizationConnection connection, Passkey passkey) throws SQLException {
        return isOne(
                connection,
                """
                INSERT INTO passkeys
                    (organization, id, person_id, name, credential, sign_count, backup_eligible, created_at)
                VALUES (:organization, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (organization, id) DO NOTHING""",
                passkey.id().value(),
                passkey.owner().value(),
                passkey.name(),
                passkey.credential(),
                passkey.counter(),
                passkey.backupEligible() ? 1 : 0,
                passkey.createdAt());
    }

    static boolean rename(OrganizationConnection connection, Passkey passkey, String name) throws SQLException {
        return isOne(
                connection,
                "UPDATE passkeys SET name = ? WHERE organization = :organization AND id = ? AND person_id = ?",
                name,
                passkey.id().value(),
                passkey.owner().value());
    }

    static boolean delete(OrganizationConnection connection, Passkey passkey) throws SQLException {
        return isOne(
                connection,
                "DELETE FROM passkeys WHERE organization = :organization AND id = ? AND person_id = ?",
                passkey.id().value(),
                passkey.owner().value());
    }

    static void deleteOf(OrganizationConnection connection, PersonId owner) throws SQLException {
        Statements.update(
                connection, "DELETE FROM passkeys WHERE organization = :organization AND person_id = ?", owner.value());
    }

    /** Records a use; returns whether the signature counter is higher than the stored one, or both are 0. */
    static boolean used(OrganizationConnection connection, PasskeyId id, long counter, Instant at) throws SQLException {
        return isOne(connection, """
                UPDATE passkeys SET sign_count = ?, last_used_at = ?
                WHERE organization = :organization AND id = ? AND (sign_count < ? OR sign_count = 0)""", counter, at, id.value(), counter);
    }

    /** Keeps the challenge of a valid ceremony; returns whether no other one has used it. */
    static boolean use(OrganizationConnection connection, UsedChallenge challenge) throws SQLException {
        return UsedOnceRows.use(connection, challenge.hash(), challenge.expiresAt());
    }

    private static boolean isOne(OrganizationConnection connection, String sql, Object... parameters)
            throws SQLException {
        return Statements.update(connection, sql, parameters) == 1;
    }
}
