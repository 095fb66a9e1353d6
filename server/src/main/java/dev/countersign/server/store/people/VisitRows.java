package dev.countersign.server.store.people;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.people.Visit;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table of visits, within a transaction that sees the rows of the root organization too. A visit is found only
 * together with its session in the root organization, whose person is an enabled administrator there.
 */
final class VisitRows {
    private static final long ROOT = OrganizationKey.ROOT.number();

    /** The sessions of those who may visit. */
    private static final String SESSIONS = " JOIN administrators p ON p.id = s.person_id AND p.organization = " + ROOT
            + " AND p.role = 'administrator' AND p.enabled = 1 ";

    private static final String SELECT = "SELECT " + PeopleRows.COLUMNS
            + ", v.id, s.started_at, s.last_seen_at, s.address, s.user_agent FROM visiting_sessions v"
            + " JOIN console_sessions s ON s.id = v.session_id AND s.organization = " + ROOT + SESSIONS
            + "WHERE v.organization = :organization ";

    private VisitRows() {}

    /** Inserts a visit in the place of an earlier one; returns whether it may begin. */
    static boolean insert(OrganizationConnection connection, Visit visit) throws SQLException {
        Optional<String> session = Statements.first(
                connection,
                "SELECT s.id FROM console_sessions s" + SESSIONS + "JOIN organizations o ON o.number = :organization"
                        + " AND o.enabled = 1 AND o.deleted_at IS NULL WHERE s.organization = " + ROOT
                        + " AND s.token_hash = ?",
                row -> row.getString(1),
                visit.root().bytes());
        if (session.isEmpty() || connection.organization().isRoot()) {
            return false;
        }
        Statements.update(
                connection,
                "DELETE FROM visiting_sessions WHERE organization = :organization AND session_id = ?",
                session.get());
        Statements.update(
                connection,
                "INSERT INTO visiting_sessions (organization, id, session_id, token_hash) VALUES (:organization, ?, ?, ?)",
                visit.id().value(),
                session.get(),
                visit.token().bytes());
        return true;
    }

    static Optional<Session> find(OrganizationConnection connection, Sha256 token) throws SQLException {
        return Statements.first(connection, SELECT + "AND v.token_hash = ?", VisitRows::session, token.bytes());
    }

    static List<Session> all(OrganizationConnection connection, String collation) throws SQLException {
        return Statements.list(
                connection, SELECT + "ORDER BY s.last_seen_at DESC, v.id COLLATE " + collation, VisitRows::session);
    }

    /** The age of a visit is that of the session in the root organization. */
    private static Session session(ResultSet row) throws SQLException {
        int before = PeopleRows.COLUMN_COUNT;
        return new Session(
                new SessionId(row.getString(before + 1)),
                PeopleRows.person(row, WaysIn.USUAL).asVisitor(),
                Instant.ofEpochMilli(row.getLong(before + 2)),
                Instant.ofEpochMilli(row.getLong(before + 3)),
                row.getString(before + 4),
                row.getString(before + 5));
    }

    /** Records the use of a visit, which is a use of its session. */
    static int seen(OrganizationConnection connection, SessionId id, Instant at) throws SQLException {
        return Statements.update(
                connection,
                "UPDATE console_sessions SET last_seen_at = ? WHERE organization = " + ROOT + " AND last_seen_at < ?"
                        + " AND id IN (SELECT session_id FROM visiting_sessions WHERE organization = :organization AND id = ?)",
                at,
                at,
                id.value());
    }

    static boolean delete(OrganizationConnection connection, SessionId id) throws SQLException {
        return Statements.update(
                        connection,
                        "DELETE FROM visiting_sessions WHERE organization = :organization AND id = ?",
                        id.value())
                == 1;
    }
}
