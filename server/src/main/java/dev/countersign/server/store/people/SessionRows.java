package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of sessions, within a transaction. */
final class SessionRows {
    private static final String SELECT = "SELECT " + PeopleRows.COLUMNS
            + ", s.id, s.started_at, s.last_seen_at, s.address, s.user_agent"
            + " FROM console_sessions s JOIN administrators p ON p.id = s.person_id ";

    private SessionRows() {}

    static void insert(Connection connection, Session session, Sha256 token) throws SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO console_sessions (id, token_hash, person_id, started_at, last_seen_at, address, user_agent)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setString(1, session.id().value());
            statement.setBytes(2, token.bytes());
            statement.setString(3, session.person().id().value());
            statement.setLong(4, session.startedAt().toEpochMilli());
            statement.setLong(5, session.lastSeenAt().toEpochMilli());
            statement.setString(6, session.address());
            statement.setString(7, session.userAgent());
            statement.executeUpdate();
        }
    }

    static Optional<Session> find(Connection connection, Sha256 token) throws SQLException {
        try (var statement = connection.prepareStatement(SELECT + "WHERE s.token_hash = ?")) {
            statement.setBytes(1, token.bytes());
            return read(statement).stream().findFirst();
        }
    }

    static List<Session> all(Connection connection, String collation) throws SQLException {
        try (var statement =
                connection.prepareStatement(SELECT + "ORDER BY s.last_seen_at DESC, s.id COLLATE " + collation)) {
            return read(statement);
        }
    }

    private static List<Session> read(PreparedStatement statement) throws SQLException {
        List<Session> sessions = new ArrayList<>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                sessions.add(session(rows));
            }
        }
        return sessions;
    }

    private static Session session(ResultSet row) throws SQLException {
        int before = PeopleRows.COLUMN_COUNT;
        return new Session(
                new SessionId(row.getString(before + 1)),
                PeopleRows.person(row),
                Instant.ofEpochMilli(row.getLong(before + 2)),
                Instant.ofEpochMilli(row.getLong(before + 3)),
                row.getString(before + 4),
                row.getString(before + 5));
    }

    /** Never moves back: concurrent requests may arrive in any order. */
    static int seen(Connection connection, SessionId id, Instant at) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE console_sessions SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?")) {
            statement.setLong(1, at.toEpochMilli());
            statement.setString(2, id.value());
            statement.setLong(3, at.toEpochMilli());
            return statement.executeUpdate();
        }
    }

    static boolean delete(Connection connection, SessionId id) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM console_sessions WHERE id = ?")) {
            statement.setString(1, id.value());
            return statement.executeUpdate() == 1;
        }
    }

    static void deleteOf(Connection connection, PersonId person) throws SQLException {
        try (var statement = connection.prepareStatement("DELETE FROM console_sessions WHERE person_id = ?")) {
            statement.setString(1, person.value());
            statement.executeUpdate();
        }
    }

    static void deleteOthers(Connection connection, PersonId person, Sha256 kept) throws SQLException {
        try (var statement =
                connection.prepareStatement("DELETE FROM console_sessions WHERE person_id = ? AND token_hash <> ?")) {
            statement.setString(1, person.value());
            statement.setBytes(2, kept.bytes());
            statement.executeUpdate();
        }
    }
}
