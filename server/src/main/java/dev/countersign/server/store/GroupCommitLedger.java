package dev.countersign.server.store;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.server.management.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The ledger on disk: whoever redeems while the writer is busy shares the next commit with all others who wait. */
final class GroupCommitLedger implements TokenLedger {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(GroupCommitLedger.class.getName());

    private final StoreWriter writer;
    private final ReadPool readers;
    private final Duration patience;

    GroupCommitLedger(StoreWriter writer, ReadPool readers, Duration patience) {
        this.writer = writer;
        this.readers = readers;
        this.patience = patience;
    }

    @Override
    public Redemption redeem(List<ReplayKey> replayKeys, IssuedToken token, Optional<FirstRefreshToken> refreshToken) {
        return record(new PendingRedemption(replayKeys, Optional.of(token), refreshToken));
    }

    @Override
    public Redemption spend(List<ReplayKey> replayKeys) {
        return record(new PendingRedemption(replayKeys, Optional.empty(), Optional.empty()));
    }

    private Redemption record(PendingRedemption redemption) {
        return switch (writer.offer(redemption)) {
            case TAKEN -> writer.callers().await(redemption, patience, StoreWriter.UNAVAILABLE);
            case FULL -> new Redemption.Overloaded(RETRY_AFTER);
            case CLOSED -> StoreWriter.UNAVAILABLE;
        };
    }

    @Override
    public Redemption peek(List<ReplayKey> replayKeys) {
        if (!writer.isHealthy()) {
            return StoreWriter.UNAVAILABLE;
        }
        List<ReplayKey> usedOnce =
                replayKeys.stream().filter(key -> !key.reusable()).toList();
        if (usedOnce.isEmpty()) {
            return new Redemption.Recorded();
        }
        try {
            return readers.read(connection -> RedemptionStatements.peek(connection, usedOnce));
        } catch (StoreUnavailableException gone) {
            LOG.log(System.Logger.Level.WARNING, "Whether an assertion was redeemed cannot be looked up", gone);
            return StoreWriter.UNAVAILABLE;
        }
    }
}
