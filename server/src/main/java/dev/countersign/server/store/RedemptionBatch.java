package dev.countersign.server.store;

import dev.countersign.core.grant.TokenLedger.FirstRefreshToken;
import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements that record a group of redemptions within a transaction. */
final class RedemptionBatch implements AutoCloseable {
    private static final String SELECT_KEY = "SELECT keep_until FROM replay_keys WHERE hash = ?";

    private final Connection connection;
    private final long forgottenUntil;
    private final PreparedStatement insertKey;
    private final PreparedStatement selectKey;
    private final PreparedStatement insertToken;

    private RedemptionBatch(Connection connection) throws SQLException {
        this.connection = connection;
        this.forgottenUntil = ReplayHorizon.read(connection);
        this.insertKey = connection.prepareStatement(
                "INSERT INTO replay_keys (hash, keep_until) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING");
        this.selectKey = connection.prepareStatement(SELECT_KEY);
        this.insertToken = TokenRows.insertion(connection);
    }

    /** The outcome of each, in the same order; true once the transaction is committed. */
    static List<Redemption> record(Connection connection, List<PendingRedemption> group) throws SQLException {
        try (var batch = new RedemptionBatch(connection)) {
            List<Redemption> outcomes = new ArrayList<>(group.size());
            for (PendingRedemption redemption : group) {
                outcomes.add(batch.record(redemption));
            }
            return outcomes;
        }
    }

    private Redemption record(PendingRedemption redemption) throws SQLException {
        if (redemption.replayKey().isPresent()) {
            ReplayKey key = redemption.replayKey().get();
            if (mayBeForgotten(key, forgottenUntil)) {
                return new Redemption.Replayed(key.keepUntil());
            }
            if (!isNew(key)) {
                return new Redemption.Replayed(rememberedUntil(key));
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

    /** What recording this key would come to; nothing is written. */
    static Redemption foresee(Connection connection, ReplayKey key) throws SQLException {
        if (mayBeForgotten(key, ReplayHorizon.read(connection))) {
            return new Redemption.Replayed(key.keepUntil());
        }
        try (var select = connection.prepareStatement(SELECT_KEY)) {
            return keptUntil(select, key)
                    .<Redemption>map(Redemption.Replayed::new)
                    .orElseGet(Redemption.Recorded::new);
        }
    }

    private static boolean mayBeForgotten(ReplayKey key, long forgottenUntil) {
        return Times.ceiling(key.keepUntil()) <= forgottenUntil;
    }

    private static Optional<Instant> keptUntil(PreparedStatement select, ReplayKey key) throws SQLException {
        select.setBytes(1, key.hash().bytes());
        try (var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
        }
    }

    private boolean isNew(ReplayKey key) throws SQLException {
        insertKey.setBytes(1, key.hash().bytes());
        insertKey.setLong(2, Times.ceiling(key.keepUntil()));
        return insertKey.executeUpdate() == 1;
    }

    private Instant rememberedUntil(ReplayKey key) throws SQLException {
        return keptUntil(selectKey, key).orElseGet(key::keepUntil);
    }

    @Override
    public void close() throws SQLException {
        try (insertKey;
                selectKey;
                insertToken) {
            // Closing is all there is to do.
        }
    }
}
