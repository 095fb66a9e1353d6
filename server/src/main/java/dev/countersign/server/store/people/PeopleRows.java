package dev.countersign.server.store.people;

import dev.countersign.core.oauth.PlainText;
import dev.countersign.server.people.PeopleStore.Known;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Usernames;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.store.column.ColumnTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of administrators, within a transaction. */
final class PeopleRows {
    /** The columns that {@link #person} reads, in order, from a table with the alias {@code p}. */
    static final String COLUMNS =
            "p.id, p.username, p.role, p.enabled, p.created_at, p.last_signed_in_at, p.password_hash";

    static final int COLUMN_COUNT = 7;
    private static final int HASH = 7;

    private PeopleRows() {}

    static List<Person> all(Connection connection, String collation) throws SQLException {
        List<Person> people = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT " + COLUMNS + " FROM administrators p ORDER BY p.username_key COLLATE " + collation)) {
            while (rows.next()) {
                people.add(person(rows));
            }
        }
        return people;
    }

    static Optional<Person> find(Connection connection, PersonId id) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM administrators p WHERE p.id = ?")) {
            statement.setString(1, id.value());
            return first(statement).map(Known::person);
        }
    }

    static Optional<Known> named(Connection connection, String username) throws SQLException {
        if (!PlainText.isStorable(username)) {
            return Optional.empty(); // not a name that can be stored
        }
        try (var statement =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM administrators p WHERE p.username_key = ?")) {
            for (String key : Usernames.keys(username)) {
                statement.setString(1, key);
                Optional<Known> found = first(statement);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<Known> first(PreparedStatement statement) throws SQLException {
        try (var rows = statement.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Known(person(rows), Optional.ofNullable(rows.getString(HASH))))
                    : Optional.empty();
        }
    }

    static Person person(ResultSet row) throws SQLException {
        String role = row.getString(3);
        return new Person(
                new PersonId(row.getString(1)),
                row.getString(2),
                StoredMembers.known(Role.of(role), () -> "role " + role),
                row.getLong(4) == 1,
                Instant.ofEpochMilli(row.getLong(5)),
                ColumnTimes.read(row, 6),
                row.getString(HASH) != null);
    }

    /** Inserts a person; returns whether the name was free. */
    static boolean insert(Connection connection, Person person, Optional<String> hash) throws SQLException {
        if (named(connection, person.username()).isPresent()) {
            return false;
        }
        try (var statement = connection.prepareStatement("""
                INSERT INTO administrators (id, username, username_key, role, enabled, password_hash, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (username_key) DO NOTHING""")) {
            statement.setString(1, person.id().value());
            statement.setString(2, person.username());
            statement.setString(3, Usernames.key(person.username()));
            statement.setString(4, person.role().word());
            statement.setLong(5, person.enabled() ? 1 : 0);
            if (hash.isPresent()) {
                statement.setString(6, hash.get());
            } else {
                statement.setNull(6, Types.VARCHAR);
            }
            statement.setLong(7, person.createdAt().toEpochMilli());
            return statement.executeUpdate() == 1;
        }
    }

    static boolean setPassword(Connection connection, PersonId id, String hash) throws SQLException {
        return update(connection, "UPDATE administrators SET password_hash = ? WHERE id = ?", hash, id);
    }

    static boolean setRole(Connection connection, PersonId id, Role role) throws SQLException {
        return update(connection, "UPDATE administrators SET role = ? WHERE id = ?", role.word(), id);
    }

    private static boolean update(Connection connection, String sql, String value, PersonId id) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    static boolean setEnabled(Connection connection, PersonId id, boolean enabled) throws SQLException {
        try (var statement = connection.prepareStatement("UPDATE administrators SET enabled = ? WHERE id = ?")) {
            statement.setLong(1, enabled ? 1 : 0);
            statement.setString(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    static boolean delete(Connection connection, PersonId id) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM administrators WHERE id = ?")) {
            statement.setString(1, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    /** Stores a new hash of the same password, unless the password was changed meanwhile. */
    static int rehash(Connection connection, PersonId id, String before, String after) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE administrators SET password_hash = ? WHERE id = ? AND password_hash = ?")) {
            statement.setString(1, after);
            statement.setString(2, id.value());
            statement.setString(3, before);
            return statement.executeUpdate();
        }
    }

    /** Records a sign-in; returns whether the person exists and is enabled. */
    static boolean signedIn(Connection connection, PersonId id, Instant at) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE administrators SET last_signed_in_at = ? WHERE id = ? AND enabled = 1")) {
            statement.setLong(1, at.toEpochMilli());
            statement.setString(2, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    /** Whether an enabled administrator who can sign in remains. */
    static boolean hasAdministrator(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT 1 FROM administrators
                        WHERE role = 'administrator' AND enabled = 1 AND password_hash IS NOT NULL LIMIT 1""")) {
            return rows.next();
        }
    }

    static boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM administrators LIMIT 1")) {
            return !rows.next();
        }
    }
}
