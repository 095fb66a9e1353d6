package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
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
            + " FROM console_sessions s JOIN administrators p ON p.id = s.person_id"
            + " WHERE s.organization = :organization ";

    private SessionRows() {}

    static void insert(
            OrganizationConnection connection, Session session, Sha256 token, Optional<String> providerSession)
            throws SQLException {
        Statements.update(
                connection,
                """
                INSERT INTO console_sessions
                    (organization, id, token_hash, person_id, started_at, last_seen_at, address, user_agent,
                     provider_sid)
                VALUES (:organization, ?, ?, ?, ?, ?, ?, ?, ?)""",
                session.id().value(),
                token.bytes(),
                session.person().id().value(),
                session.startedAt(),
                session.lastSeenAt(),
                session.address(),
                session.userAgent(),
                providerSession);
    }

    /** The sessions of this subject, of this session at the provider, or of both when both are given. */
    static List<Session> ofProvider(
            OrganizationConnection connection,
            WaysIn ways,
            String issuer,
            Optional<String> subject,
            Optional<String> sid)
            throws SQLException {
        var parameters = new ArrayList<Object>(List.of(issuer));
        subject.ifPresent(parameters::add);
        sid.ifPresent(parameters::add);
        return Statements.list(
                connection,
                SELECT + "AND p.provider_issuer = ?" + (subject.isPresent() ? " AND p.provider_subject = ?" : "")
                        + (sid.isPresent() ? " AND s.provider_sid = ?" : ""),
                row -> session(row, ways),
                parameters.toArray());
    }

    static Optional<Session> find(OrganizationConnection connection, WaysIn ways, Sha256 token) throws SQLException {
        return Statements.first(connection, SELECT + "AND s.token_hash = ?", row -> session(row, ways), token.bytes());
    }

    static List<Session> all(OrganizationConnection connection, WaysIn ways, String collation) throws SQLException {
        return Statements.list(
                connection,
                SELECT + "ORDER BY s.last_seen_at DESC, s.id COLLATE " + collation,
                row -> session(row, ways));
    }

    private static Session session(ResultSet row, WaysIn ways) throws SQLException {
        int before = PeopleRows.COLUMN_COUNT;
        return new Session(
                new SessionId(row.getString(before + 1)),
                PeopleRows.person(row, ways),
                Instant.ofEpochMilli(row.getLong(before + 2)),
                Instant.ofEpochMilli(row.getLong(before + 3)),
                row.getString(before + 4),
                row.getString(before + 5));
    }

    /** Never moves back: concurrent requests may arrive in any order. */
    static int seen(OrganizationConnection connection, SessionId id, Instant at) throws SQLException {
        return Statements.update(
                connection,
                "UPDATE console_sessions SET last_seen_at = ? WHERE organization = :organization AND id = ? AND last_seen_at < ?",
                at,
                id.value(),
                at);
    }

    static boolean delete(OrganizationConnection connection, SessionId id) throws SQLException {
        return Statements.update(
                        connection,
                        "DELETE FROM console_sessions WHERE organization = :organization AND id = ?",
                        id.value())
                == 1;
    }

    static void deleteOf(OrganizationConnection connection, PersonId person) throws SQLException {
        Statements.update(
                connection,
                "DELETE FROM console_sessions WHERE organization = :organization AND person_id = ?",
                person.value());
    }

    static void deleteOthers(OrganizationConnection connection, PersonId person, Sha256 kept) throws SQLException {
        Statements.update(
                connection,
                "DELETE FROM console_sessions WHERE organization = :organization AND person_id = ? AND token_hash <> ?",
                person.value(),
                kept.bytes());
    }
}
