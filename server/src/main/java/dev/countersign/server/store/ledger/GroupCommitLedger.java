package dev.countersign.server.store.ledger;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.StoreWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ledger on disk: a redemption that arrives while the writer is busy shares the next commit with all others that wait.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64} in {@code bench/results/load.txt}.
 */
public record GroupCommitLedger(OrganizationStore store, Duration timeLimit) implements TokenLedger {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Slow on SQLite, where recent keys have no index by hash; used for lookups only, never for a redemption. */
    private static final String SELECT_KEY = "SELECT keep_until FROM replay_keys WHERE hash = ?";

    private static final System.Logger LOG = System.getLogger(GroupCommitLedger.class.getName());

    @Override
    public Redemption redeem(
            List<ReplayKey> replayKeys,
            IssuedToken token,
            Optional<FirstRefreshToken> refreshToken,
            List<IssuerSubject> actors) {
        return record(replayKeys, Optional.of(token), refreshToken, subjects(actors, token.issuedAt()));
    }

    private static List<PendingRedemption.Subject> subjects(List<IssuerSubject> names, Instant at) {
        var subjects = new ArrayList<PendingRedemption.Subject>(names.size());
        for (IssuerSubject name : names) {
            subjects.add(new PendingRedemption.Subject(name, at));
        }
        return subjects;
    }

    @Override
    public Redemption spend(List<ReplayKey> replayKeys, List<IssuerSubject> subjects, Instant at) {
        return record(replayKeys, Optional.empty(), Optional.empty(), subjects(subjects, at));
    }

    private Redemption record(
            List<ReplayKey> replayKeys,
            Optional<IssuedToken> token,
            Optional<FirstRefreshToken> refreshToken,
            List<PendingRedemption.Subject> subjects) {
        OrganizationReplayKeys keys = keys(replayKeys);
        return keys.known(record(new PendingRedemption(store.key(), keys.recorded(), token, refreshToken, subjects)));
    }

    private OrganizationReplayKeys keys(List<ReplayKey> keys) {
        return new OrganizationReplayKeys(store.key(), keys);
    }

    private Redemption record(PendingRedemption redemption) {
        return switch (store.writer().offer(redemption)) {
            case TAKEN -> store.writer().callers().await(redemption, timeLimit, StoreWriter.UNAVAILABLE);
            case FULL -> new Redemption.Overloaded(RETRY_AFTER);
            case CLOSED -> StoreWriter.UNAVAILABLE;
        };
    }

    @Override
    public Redemption peek(List<ReplayKey> replayKeys) {
        if (!store.writer().isHealthy()) {
            return StoreWriter.UNAVAILABLE;
        }
        List<ReplayKey> usedOnce =
                replayKeys.stream().filter(key -> !key.reusable()).toList();
        if (usedOnce.isEmpty()) {
            return new Redemption.Recorded();
        }
        try {
            OrganizationReplayKeys keys = keys(usedOnce);
            return keys.known(store.readers().read(connection -> peek(connection, keys.recorded())));
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "The record of a redemption cannot be looked up", gone);
            return StoreWriter.UNAVAILABLE;
        }
    }

    @Override
    public Redemption peek(IssuerSubject subject, Instant at) {
        try {
            return store.read(connection -> BlockedSubjectRows.isBlocked(connection, subject, at)
                    ? new Redemption.Blocked(subject)
                    : new Redemption.Recorded());
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "The blocked subjects cannot be looked up", gone);
            return StoreWriter.UNAVAILABLE;
        }
    }

    private static Redemption peek(Connection connection, List<ReplayKey> keys) throws SQLException {
        try (var selectHorizon = connection.prepareStatement(ReplayHorizon.SELECT);
                var selectKey = connection.prepareStatement(SELECT_KEY)) {
            long forgottenUntil = ReplayHorizon.read(selectHorizon);
            for (ReplayKey key : keys) {
                if (ReplayHorizon.covers(key, forgottenUntil)) {
                    return new Redemption.Replayed(key.hash(), key.keepUntil());
                }
                selectKey.setBytes(1, key.hash().bytes());
                try (var rows = selectKey.executeQuery()) {
                    if (rows.next()) {
                        return new Redemption.Replayed(key.hash(), Instant.ofEpochMilli(rows.getLong(1)));
                    }
                }
            }
            return new Redemption.Recorded();
        }
    }
}
