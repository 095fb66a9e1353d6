package dev.countersign.server.store;

import dev.countersign.server.people.Session;
import dev.countersign.server.store.audit.AuditSpans;
import dev.countersign.server.store.audit.CountFolding;
import dev.countersign.server.store.audit.CountWidth;
import dev.countersign.server.store.audit.CountedExchanges;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreWriter;
import dev.countersign.server.store.database.Work;
import dev.countersign.server.store.ledger.ReplayHorizon;
import dev.countersign.server.store.notice.EndedNotices;
import dev.countersign.server.store.organization.DeletedOrganizations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Deletion of data past its retention and aggregation of old counts, a few rows at a time, so that redemptions are
 * processed in between.
 */
public record Purge(StoreWriter writer, InstantSource clock, Retention retention) {

    /** Rows in one transaction, which takes the writer some milliseconds. */
    static final int STEP = 500;

    /** Replay keys moved to the sorted table at once; each may touch a page that has to be read. */
    private static final int SETTLED = 100;

    private static final long MINUTE = 60_000;

    /** Time for which a signing key is kept after it signed its last token; it is published for 25 hours of them. */
    static final Duration KEPT_KEYS = Duration.ofDays(30);

    /** Time for which a message to the webhook is kept that was given up. */
    static final Duration GIVEN_UP = Duration.ofDays(30);

    /**
     * Deletes everything that is due.
     *
     * @param goOn checked between two steps; false stops the purge
     */
    public void run(BooleanSupplier goOn) {
        Instant now = clock.instant();
        long keysUntil = now.minus(Retention.REPLAY_KEY_MARGIN).toEpochMilli();
        long tokensBefore = now.minus(retention.issuedTokens()).toEpochMilli();
        long eventsBefore = now.minus(retention.auditEvents()).toEpochMilli();
        long endedSpan = AuditSpans.before(Instant.ofEpochMilli(eventsBefore));
        long pairsBefore = CountWidth.DAY.start(now.minus(CountedExchanges.THIRTY_DAYS));
        Optional<Work<Integer>> partitions = writer.engine().maintainPartitions(now, retention);
        if (partitions.isPresent()) {
            writer.call(partitions.get());
        } else {
            writer.engine().settleReplayKeys(SETTLED).ifPresent(settling -> repeat(settling, SETTLED, goOn));
            repeat(connection -> forgetKeys(connection, keysUntil), goOn);
            repeat(connection -> deleteTokens(connection, tokensBefore), goOn);
            repeat(connection -> deleteEvents(connection, endedSpan, eventsBefore), goOn);
        }
        repeat(connection -> deleteFamilies(connection, tokensBefore), goOn);
        repeat(connection -> deleteSpans(connection, endedSpan), goOn);
        repeat(connection -> deleteBlocks(connection, now.toEpochMilli()), goOn);
        repeat(connection -> deleteLinks(connection, now.toEpochMilli()), goOn);
        repeat(connection -> deleteChallenges(connection, now.toEpochMilli()), goOn);
        repeat(connection -> deleteIdle(connection, now.minus(Session.IDLE).toEpochMilli()), goOn);
        repeat(connection -> deleteOld(connection, now.minus(Session.LONGEST).toEpochMilli()), goOn);
        repeat(connection -> deleteSigningKeys(connection, now.minus(KEPT_KEYS).toEpochMilli()), goOn);
        repeat(connection -> deletePairs(connection, pairsBefore), goOn);
        repeat(connection -> deleteMessages(connection, now.minus(GIVEN_UP).toEpochMilli()), goOn);
        new EndedNotices(writer).end(now);
        new DeletedOrganizations(writer).purge(now, STEP, goOn);
        for (CountFolding folding : CountFolding.values()) {
            repeat(connection -> folding.step(connection, now, STEP), goOn);
        }
    }

    private void repeat(Work<Integer> step, BooleanSupplier goOn) {
        repeat(step, STEP, goOn);
    }

    /** @param whole the result of a step while there is more to do */
    private void repeat(Work<Integer> step, int whole, BooleanSupplier goOn) {
        int done = whole;
        while (done == whole && goOn.getAsBoolean()) {
            done = writer.call(step);
        }
    }

    /**
     * Deletes keys, all keys of one minute together, and moves the horizon to the latest of them, in the same
     * transaction.
     */
    private static int forgetKeys(Connection connection, long until) throws SQLException {
        List<Long> deleted = Statements.list(connection, """
                DELETE FROM replay_keys_by_hash WHERE rowid IN (
                    SELECT rowid FROM replay_keys_by_hash WHERE keep_until / 60000 < ? LIMIT ?)
                RETURNING keep_until""", row -> row.getLong(1), until / MINUTE, STEP);
        if (!deleted.isEmpty()) {
            ReplayHorizon.raise(connection, Collections.max(deleted));
        }
        return deleted.size();
    }

    private static int deleteTokens(Connection connection, long before) throws SQLException {
        return delete(connection, """
                DELETE FROM issued_tokens WHERE token_id IN (
                    SELECT token_id FROM issued_tokens WHERE expires_at < ? ORDER BY expires_at LIMIT ?)""", before);
    }

    /** Deletes families of refresh tokens with their refresh tokens. */
    private static int deleteFamilies(Connection connection, long before) throws SQLException {
        return delete(connection, """
                DELETE FROM refresh_families WHERE id IN (
                    SELECT id FROM refresh_families WHERE expires_at < ? ORDER BY expires_at LIMIT ?)""", before);
    }

    /**
     * Deletes events of spans that have ended; nearly all events in their id ranges are due, so that little is read in
     * vain.
     */
    private static int deleteEvents(Connection connection, long endedSpan, long before) throws SQLException {
        return Statements.update(connection, """
                DELETE FROM audit_events WHERE id IN (
                    SELECT id FROM audit_events
                    WHERE id <= (SELECT MAX(last_id) FROM audit_spans WHERE starts_at <= ?) AND at < ?
                    ORDER BY id LIMIT ?)""", endedSpan, before, STEP);
    }

    private static int deleteSpans(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM audit_spans WHERE starts_at IN (
                    SELECT starts_at FROM audit_spans WHERE starts_at <= ? ORDER BY starts_at LIMIT ?)""", until);
    }

    /** Deletes signing keys whose successors have signed for so long that none of their tokens is valid. */
    private static int deleteSigningKeys(Connection connection, long before) throws SQLException {
        return delete(connection, """
                DELETE FROM signing_keys WHERE key_id IN (
                    SELECT one.key_id FROM signing_keys one JOIN signing_keys next ON next.follows = one.key_id
                    WHERE next.signs_from < ? LIMIT ?)""", before);
    }

    private static int deletePairs(Connection connection, long before) throws SQLException {
        return delete(connection, """
                DELETE FROM exchanges_between WHERE (starts_at, one, other) IN (
                    SELECT starts_at, one, other FROM exchanges_between
                    WHERE starts_at < ? ORDER BY starts_at LIMIT ?)""", before);
    }

    /** Deletes blocks that have ended. */
    private static int deleteBlocks(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM blocked_subjects WHERE id IN (
                    SELECT id FROM blocked_subjects WHERE until <= ? LIMIT ?)""", until);
    }

    private static int deleteMessages(Connection connection, long before) throws SQLException {
        return delete(connection, """
                DELETE FROM notice_deliveries WHERE id IN (
                    SELECT id FROM notice_deliveries WHERE give_up_at < ? LIMIT ?)""", before);
    }

    private static int deleteLinks(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM one_time_links WHERE hash IN (
                    SELECT hash FROM one_time_links WHERE expires_at <= ? LIMIT ?)""", until);
    }

    /** Deletes challenges of passkeys, which are refused for their age from now on. */
    private static int deleteChallenges(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM used_passkey_challenges WHERE hash IN (
                    SELECT hash FROM used_passkey_challenges WHERE expires_at <= ? LIMIT ?)""", until);
    }

    private static int deleteIdle(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM console_sessions WHERE id IN (
                    SELECT id FROM console_sessions WHERE last_seen_at <= ? LIMIT ?)""", until);
    }

    private static int deleteOld(Connection connection, long until) throws SQLException {
        return delete(connection, """
                DELETE FROM console_sessions WHERE id IN (
                    SELECT id FROM console_sessions WHERE started_at <= ? LIMIT ?)""", until);
    }

    private static int delete(Connection connection, String sql, long before) throws SQLException {
        return Statements.update(connection, sql, before, STEP);
    }
}
