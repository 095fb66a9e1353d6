package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.subject.BlockedSubject;
import dev.countersign.server.subject.BlockedSubject.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of blocked subjects, within a transaction. */
public final class BlockedSubjectRows {
    /** Columns of a block, for {@link #read}. */
    static final String SELECT =
            "SELECT id, issuer_id, subject, source, reason, created_at, until FROM blocked_subjects"
                    + " WHERE organization = :organization AND ";

    private BlockedSubjectRows() {}

    /** Whether the subject is blocked at a time. */
    static boolean isBlocked(OrganizationConnection connection, IssuerSubject subject, Instant at) throws SQLException {
        try (var statement = connection.prepare("""
                SELECT 1 FROM blocked_subjects WHERE organization = :organization AND issuer_id = ?
                    AND subject_hash = ? AND (until IS NULL OR until > ?) LIMIT 1""")) {
            statement.setString(1, subject.issuer().value());
            statement.setBytes(2, hash(subject).bytes());
            statement.setLong(3, at.toEpochMilli());
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** The hash by which a subject is found. */
    public static Sha256 hash(IssuerSubject subject) {
        return Sha256.ofUtf8(subject.subject());
    }

    /** Inserts a block; returns false if one of the same source is in force, or its issuer is gone. */
    static boolean insert(OrganizationConnection connection, BlockedSubject block) throws SQLException {
        deleteEnded(connection, block);
        try (var statement = connection.prepare("""
                INSERT INTO blocked_subjects
                    (organization, id, issuer_id, subject_hash, subject, source, reason, created_at, until)
                SELECT organization, ?, id, ?, ?, ?, ?, ?, ? FROM trusted_token_issuers
                WHERE organization = :organization AND id = ?
                ON CONFLICT (issuer_id, subject_hash, source) DO NOTHING""")) {
            statement.setString(1, block.id());
            statement.setBytes(2, hash(block.subject()).bytes());
            statement.setString(3, block.subject().subject());
            statement.setString(4, block.source().word());
            statement.setString(5, block.reason());
            statement.setLong(6, block.createdAt().toEpochMilli());
            if (block.until().isPresent()) {
                statement.setLong(7, block.until().get().toEpochMilli());
            } else {
                statement.setNull(7, Types.BIGINT);
            }
            statement.setString(8, block.subject().issuer().value());
            return statement.executeUpdate() == 1;
        }
    }

    private static void deleteEnded(OrganizationConnection connection, BlockedSubject block) throws SQLException {
        try (var statement = connection.prepare("""
                DELETE FROM blocked_subjects WHERE organization = :organization AND issuer_id = ? AND subject_hash = ?
                    AND source = ? AND until <= ?""")) {
            statement.setString(1, block.subject().issuer().value());
            statement.setBytes(2, hash(block.subject()).bytes());
            statement.setString(3, block.source().word());
            statement.setLong(4, block.createdAt().toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Inserts a block; one of the same source that is in force becomes as late as this one, if it was earlier. */
    static void insertOrRenew(OrganizationConnection connection, BlockedSubject block) throws SQLException {
        if (insert(connection, block)) {
            return;
        }
        try (var statement = connection.prepare("""
                UPDATE blocked_subjects SET created_at = ?, reason = ?
                WHERE organization = :organization AND issuer_id = ? AND subject_hash = ? AND source = ?
                    AND created_at < ?""")) {
            statement.setLong(1, block.createdAt().toEpochMilli());
            statement.setString(2, block.reason());
            statement.setString(3, block.subject().issuer().value());
            statement.setBytes(4, hash(block.subject()).bytes());
            statement.setString(5, block.source().word());
            statement.setLong(6, block.createdAt().toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Lifts the block by the issuer itself, unless it was made after this time. */
    static void lift(OrganizationConnection connection, IssuerSubject subject, Instant asOf) throws SQLException {
        try (var statement = connection.prepare("""
                DELETE FROM blocked_subjects
                WHERE organization = :organization AND issuer_id = ? AND subject_hash = ? AND source = ?
                    AND created_at <= ?""")) {
            statement.setString(1, subject.issuer().value());
            statement.setBytes(2, hash(subject).bytes());
            statement.setString(3, Source.ISSUER.word());
            statement.setLong(4, asOf.toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Deletes a block; returns whether it existed. */
    static boolean delete(OrganizationConnection connection, String id) throws SQLException {
        try (var statement =
                connection.prepare("DELETE FROM blocked_subjects WHERE organization = :organization AND id = ?")) {
            statement.setString(1, id);
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Revokes the refresh tokens and access tokens of a subject. Families of refresh tokens come first: a concurrent
     * refresh ends before the access tokens are selected.
     *
     * @param mapped the subjects of tokens that an earlier version recorded without {@code sub}
     * @return their number
     */
    static long revoke(OrganizationConnection connection, IssuerSubject subject, List<String> mapped, Instant now)
            throws SQLException {
        return revoke(connection, "refresh_families", subject, mapped, now)
                + revoke(connection, "issued_tokens", subject, mapped, now);
    }

    private static long revoke(
            OrganizationConnection connection, String table, IssuerSubject subject, List<String> mapped, Instant now)
            throws SQLException {
        String others = String.join(", ", mapped.stream().map(_ -> "?").toList());
        try (var statement = connection.prepare("UPDATE " + table
                + " SET revoked_at = ? WHERE organization = :organization AND expires_at > ? AND revoked_at IS NULL AND issuer_id = ?"
                + " AND (issuer_subject = ? OR issuer_subject IS NULL AND subject IN (" + others + "))")) {
            statement.setLong(1, now.toEpochMilli());
            statement.setLong(2, now.toEpochMilli());
            statement.setString(3, subject.issuer().value());
            statement.setString(4, subject.subject());
            for (int i = 0; i < mapped.size(); i++) {
                statement.setString(5 + i, mapped.get(i));
            }
            return statement.executeUpdate();
        }
    }

    /** Reads the current row of {@link #SELECT}. */
    static BlockedSubject read(ResultSet row) throws SQLException {
        long until = row.getLong(7);
        boolean endless = row.wasNull();
        return new BlockedSubject(
                row.getString(1),
                new IssuerSubject(new IssuerId(row.getString(2)), row.getString(3)),
                Source.of(row.getString(4)),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                endless ? Optional.empty() : Optional.of(Instant.ofEpochMilli(until)));
    }
}
