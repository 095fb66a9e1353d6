package dev.countersign.server.store.people;

import dev.countersign.core.oauth.PlainText;
import dev.countersign.server.people.PeopleStore.Known;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.ProviderAccount;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Usernames;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of administrators, within a transaction. */
final class PeopleRows {
    private static final String PASSKEYS =
            "EXISTS (SELECT 1 FROM passkeys k WHERE k.organization = p.organization AND k.person_id = p.id)";

    /** The columns that {@link #person} reads, in order, from a table with the alias {@code p}. */
    static final String COLUMNS =
            "p.id, p.username, p.role, p.enabled, p.created_at, p.last_signed_in_at, p.password_hash,"
                    + " p.provider_issuer, p.provider_subject, CASE WHEN " + PASSKEYS + " THEN 1 ELSE 0 END";

    static final int COLUMN_COUNT = 10;
    private static final int HASH = 7;
    private static final int PROVIDER_ISSUER = 8;
    private static final int PROVIDER_SUBJECT = 9;
    private static final int HAS_PASSKEYS = 10;

    private PeopleRows() {}

    static List<Person> all(OrganizationConnection connection, WaysIn ways, String collation) throws SQLException {
        return Statements.list(
                connection,
                "SELECT " + COLUMNS
                        + " FROM administrators p WHERE p.organization = :organization ORDER BY p.username_key COLLATE "
                        + collation,
                row -> person(row, ways));
    }

    static Optional<Person> find(OrganizationConnection connection, WaysIn ways, PersonId id) throws SQLException {
        return Statements.first(
                connection,
                "SELECT " + COLUMNS + " FROM administrators p WHERE p.organization = :organization AND p.id = ?",
                row -> person(row, ways),
                id.value());
    }

    static Optional<Known> named(OrganizationConnection connection, WaysIn ways, String username) throws SQLException {
        if (!PlainText.isStorable(username)) {
            return Optional.empty(); // not a name that can be stored
        }
        for (String key : Usernames.keys(username)) {
            Optional<Known> found = Statements.first(
                    connection,
                    "SELECT " + COLUMNS
                            + " FROM administrators p WHERE p.organization = :organization AND p.username_key = ?",
                    row -> new Known(person(row, ways), Optional.ofNullable(row.getString(HASH))),
                    key);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static Person person(ResultSet row, WaysIn ways) throws SQLException {
        String role = row.getString(3);
        Optional<ProviderAccount> provider = provider(row.getString(PROVIDER_ISSUER), row.getString(PROVIDER_SUBJECT));
        boolean canSignIn = (ways.passwords() && row.getString(HASH) != null)
                || (ways.passkeys() && row.getLong(HAS_PASSKEYS) == 1)
                || provider.map(ProviderAccount::issuer)
                        .filter(issuer -> ways.provider().equals(Optional.of(issuer)))
                        .isPresent();
        return new Person(
                new PersonId(row.getString(1)),
                row.getString(2),
                StoredMembers.known(Role.of(role), () -> "role " + role),
                row.getLong(4) == 1,
                Instant.ofEpochMilli(row.getLong(5)),
                ColumnTimes.read(row, 6),
                canSignIn,
                provider);
    }

    private static Optional<ProviderAccount> provider(@Nullable String issuer, @Nullable String subject) {
        return issuer == null || subject == null ? Optional.empty() : Optional.of(new ProviderAccount(issuer, subject));
    }

    static Optional<Person> of(OrganizationConnection connection, WaysIn ways, ProviderAccount account)
            throws SQLException {
        if (!PlainText.isStorable(account.subject())) {
            return Optional.empty();
        }
        return Statements.first(
                connection,
                "SELECT " + COLUMNS + " FROM administrators p WHERE p.organization = :organization"
                        + " AND p.provider_issuer = ? AND p.provider_subject = ?",
                row -> person(row, ways),
                account.issuer(),
                account.subject());
    }

    /** Inserts a person; returns whether the name was free. */
    static boolean insert(OrganizationConnection connection, Person person, Optional<String> hash) throws SQLException {
        return named(connection, WaysIn.USUAL, person.username()).isEmpty()
                && isOne(
                        connection,
                        """
                        INSERT INTO administrators
                            (organization, id, username, username_key, role, enabled, password_hash, created_at,
                             provider_issuer, provider_subject)
                        VALUES (:organization, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING""",
                        person.id().value(),
                        person.username(),
                        Usernames.key(person.username()),
                        person.role().word(),
                        person.enabled() ? 1 : 0,
                        hash,
                        person.createdAt(),
                        person.provider().map(ProviderAccount::issuer),
                        person.provider().map(ProviderAccount::subject));
    }

    static boolean setPassword(OrganizationConnection connection, PersonId id, String hash) throws SQLException {
        return isOne(
                connection,
                "UPDATE administrators SET password_hash = ? WHERE organization = :organization AND id = ?",
                hash,
                id.value());
    }

    static void endPassword(OrganizationConnection connection, PersonId id) throws SQLException {
        Statements.update(
                connection,
                "UPDATE administrators SET password_hash = NULL WHERE organization = :organization AND id = ?",
                id.value());
    }

    static boolean setRole(OrganizationConnection connection, PersonId id, Role role) throws SQLException {
        return isOne(
                connection,
                "UPDATE administrators SET role = ? WHERE organization = :organization AND id = ?",
                role.word(),
                id.value());
    }

    static boolean setEnabled(OrganizationConnection connection, PersonId id, boolean enabled) throws SQLException {
        return isOne(
                connection,
                "UPDATE administrators SET enabled = ? WHERE organization = :organization AND id = ?",
                enabled ? 1 : 0,
                id.value());
    }

    static boolean delete(OrganizationConnection connection, PersonId id) throws SQLException {
        return isOne(
                connection, "DELETE FROM administrators WHERE organization = :organization AND id = ?", id.value());
    }

    /** Stores a new hash of the same password, unless the password was changed meanwhile. */
    static int rehash(OrganizationConnection connection, PersonId id, String before, String after) throws SQLException {
        return Statements.update(
                connection,
                "UPDATE administrators SET password_hash = ? WHERE organization = :organization AND id = ? AND password_hash = ?",
                after,
                id.value(),
                before);
    }

    /** Records a sign-in; returns whether the person exists and is enabled. */
    static boolean signedIn(OrganizationConnection connection, PersonId id, Instant at) throws SQLException {
        return isOne(
                connection,
                "UPDATE administrators SET last_signed_in_at = ? WHERE organization = :organization AND id = ? AND enabled = 1",
                at,
                id.value());
    }

    private static boolean isOne(OrganizationConnection connection, String sql, Object... parameters)
            throws SQLException {
        return Statements.update(connection, sql, parameters) == 1;
    }

    /** Whether there is an enabled administrator who can sign in. */
    static boolean hasAdministrator(OrganizationConnection connection, WaysIn ways) throws SQLException {
        return Statements.exists(
                connection,
                "SELECT 1 FROM administrators p WHERE p.organization = :organization AND p.role = 'administrator'"
                        + " AND p.enabled = 1 AND ((p.password_hash IS NOT NULL AND ? = 1) OR (" + PASSKEYS
                        + " AND ? = 1) OR p.provider_issuer = ?) LIMIT 1",
                ways.passwords() ? 1 : 0,
                ways.passkeys() ? 1 : 0,
                ways.provider().orElse(""));
    }
}
