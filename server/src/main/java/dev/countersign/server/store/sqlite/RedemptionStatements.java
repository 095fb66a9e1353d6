package dev.countersign.server.store.sqlite;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.ledger.RefreshRows;
import dev.countersign.server.store.ledger.ReplayHorizon;
import dev.countersign.server.store.ledger.TokenRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Prepared statements by which SQLite records groups of redemptions, each group within a transaction. They are
 * prepared once and closed with their connection: preparing them anew would cost a small group more than executing
 * them.
 *
 * <p>Their figure: row {@code 64} of {@code bench load --connections 64} in {@code bench/results/load.txt}.
 */
public final class RedemptionStatements {
    private static final String SELECT_KEY = "SELECT keep_until FROM replay_keys_by_hash WHERE hash = ?";

    private final Connection connection;
    private final PreparedStatement selectHorizon;
    private final ReplayKeyBuffer recent;
    private final PreparedStatement selectKey;
    private final PreparedStatement insertToken;
    private final BlockedSubjectLookup blocks;

    public RedemptionStatements(Connection connection, int mostRecentKeys) throws SQLException {
        this.connection = connection;
        this.selectHorizon = connection.prepareStatement(ReplayHorizon.SELECT);
        this.recent = new ReplayKeyBuffer(connection, mostRecentKeys);
        this.selectKey = connection.prepareStatement(SELECT_KEY);
        this.insertToken = TokenRows.insertion(connection);
        this.blocks = new BlockedSubjectLookup(connection);
    }

    void close() throws SQLException {
        selectHorizon.close();
        recent.close();
        selectKey.close();
        insertToken.close();
        blocks.close();
    }

    boolean areOf(Connection other) {
        return connection.equals(other);
    }

    /** Returns the outcome of each, in the same order; valid once the transaction is committed. */
    public List<Redemption> record(List<PendingRedemption> group) throws SQLException {
        long forgottenUntil = ReplayHorizon.read(selectHorizon);
        BlockedSubjectLookup.Found found = blocks.find(group);
        List<Redemption> outcomes = new ArrayList<>(group.size());
        for (PendingRedemption redemption : group) {
            Optional<IssuerSubject> blocked = found.blocked(redemption);
            outcomes.add(
                    blocked.isPresent() ? new Redemption.Blocked(blocked.get()) : record(redemption, forgottenUntil));
        }
        recent.goOn(group.size());
        return outcomes;
    }

    private Redemption record(PendingRedemption redemption, long forgottenUntil) throws SQLException {
        Optional<Redemption.Replayed> refusal = spend(redemption.replayKeys(), forgottenUntil);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (redemption.token().isPresent()) {
            Optional<FirstRefreshToken> first = redemption.refreshToken();
            if (first.isPresent()) {
                RefreshRows.begin(new OrganizationConnection(connection, redemption.organization()), first.get());
            }
            TokenRows.insert(
                    insertToken,
                    redemption.organization(),
                    redemption.token().get(),
                    first.map(refreshToken -> refreshToken.family().id()));
        }
        return new Redemption.Recorded();
    }

    /** Records all keys, or none; returns the key that prevents it. */
    Optional<Redemption.Replayed> spend(List<ReplayKey> keys) throws SQLException {
        Optional<Redemption.Replayed> refusal = spend(keys, ReplayHorizon.read(selectHorizon));
        recent.goOn(keys.size());
        return refusal;
    }

    private Optional<Redemption.Replayed> spend(List<ReplayKey> keys, long forgottenUntil) throws SQLException {
        if (keys.size() > 1) {
            // the last key may be refused, and then the first must not be recorded
            for (ReplayKey key : keys) {
                Optional<Instant> known = known(key, forgottenUntil);
                if (known.isPresent() && !key.reusable()) {
                    return Optional.of(new Redemption.Replayed(key.hash(), known.get()));
                }
            }
        }
        for (ReplayKey key : keys) {
            Optional<Instant> kept =
                    ReplayHorizon.covers(key, forgottenUntil) ? Optional.of(key.keepUntil()) : keptUntil(key);
            if (kept.isPresent() && !key.reusable()) {
                return Optional.of(new Redemption.Replayed(key.hash(), kept.get()));
            }
        }
        return Optional.empty();
    }

    /** Time until which this key is kept already; nothing is written. */
    private Optional<Instant> known(ReplayKey key, long forgottenUntil) throws SQLException {
        if (ReplayHorizon.covers(key, forgottenUntil)) {
            return Optional.of(key.keepUntil());
        }
        OptionalLong found = recent.keptUntil(key);
        return found.isPresent() ? Optional.of(Instant.ofEpochMilli(found.getAsLong())) : keptUntil(selectKey, key);
    }

    private static Optional<Instant> keptUntil(PreparedStatement select, ReplayKey key) throws SQLException {
        select.setBytes(1, key.hash().bytes());
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
        }
    }

    /** Time until which this key is kept already; empty when it was new, and is kept from now on. */
    private Optional<Instant> keptUntil(ReplayKey key) throws SQLException {
        OptionalLong found = recent.keptUntil(key);
        if (found.isPresent()) {
            return Optional.of(Instant.ofEpochMilli(found.getAsLong()));
        }
        return recent.add(key)
                ? Optional.empty()
                : Optional.of(keptUntil(selectKey, key).orElseGet(key::keepUntil));
    }

    /** See {@link ReplayKeyBuffer#settle}. */
    int settle(int atMost) throws SQLException {
        return recent.settle(atMost);
    }
}
