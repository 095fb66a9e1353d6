package dev.countersign.server.store.sqlite;

import dev.countersign.core.grant.TokenLedger.FirstRefreshToken;
import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
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

    public RedemptionStatements(Connection connection, int mostRecentKeys) throws SQLException {
        this.connection = connection;
        this.selectHorizon = connection.prepareStatement(ReplayHorizon.SELECT);
        this.recent = new ReplayKeyBuffer(connection, mostRecentKeys);
        this.selectKey = connection.prepareStatement(SELECT_KEY);
        this.insertToken = TokenRows.insertion(connection);
    }

    void close() throws SQLException {
        selectHorizon.close();
        recent.close();
        selectKey.close();
        insertToken.close();
    }

    boolean areOf(Connection other) {
        return connection.equals(other);
    }

    /** The outcome of each, in the same order; true once the transaction is committed. */
    public List<Redemption> record(List<PendingRedemption> group) throws SQLException {
        long forgottenUntil = ReplayHorizon.read(selectHorizon);
        List<Redemption> outcomes = new ArrayList<>(group.size());
        for (PendingRedemption redemption : group) {
            outcomes.add(record(redemption, forgottenUntil));
        }
        recent.goOn(group.size());
        return outcomes;
    }

    private Redemption record(PendingRedemption redemption, long forgottenUntil) throws SQLException {
        if (redemption.replayKey().isPresent()) {
            ReplayKey key = redemption.replayKey().get();
            Optional<Instant> kept =
                    ReplayHorizon.covers(key, forgottenUntil) ? Optional.of(key.keepUntil()) : keptUntil(key);
            if (kept.isPresent() && !key.reusable()) {
                return new Redemption.Replayed(kept.get());
            }
        }
        if (redemption.token().isPresent()) {
            Optional<FirstRefreshToken> first = redemption.refreshToken();
            if (first.isPresent()) {
                RefreshRows.begin(connection, first.get());
            }
            TokenRows.insert(
                    insertToken,
                    redemption.token().get(),
                    first.map(refreshToken -> refreshToken.family().id()));
        }
        return new Redemption.Recorded();
    }

    private static Optional<Instant> keptUntil(PreparedStatement select, ReplayKey key) throws SQLException {
        select.setBytes(1, key.hash().bytes());
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
        }
    }

    /** Until when this key is kept already; empty when it was new, and is kept from now on. */
    private Optional<Instant> keptUntil(ReplayKey key) throws SQLException {
        OptionalLong found = recent.keptUntil(key);
        if (found.isPresent()) {
            return Optional.of(Instant.ofEpochMilli(found.getAsLong()));
        }
        return recent.add(key)
                ? Optional.empty()
                : Optional.of(keptUntil(selectKey, key).orElseGet(key::keepUntil));
    }

    /** As {@link ReplayKeyBuffer#settle}. */
    int settle(int atMost) throws SQLException {
        return recent.settle(atMost);
    }
}
