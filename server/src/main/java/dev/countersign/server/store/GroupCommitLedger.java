package dev.countersign.server.store;

import dev.countersign.core.grant.TokenLedger;
import dev.countersign.core.token.IssuedToken;
import java.time.Duration;
import java.util.Optional;

/** The ledger on disk: whoever redeems while the writer is busy shares the next commit with all others who wait. */
final class GroupCommitLedger implements TokenLedger {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final StoreWriter writer;
    private final Duration patience;

    GroupCommitLedger(StoreWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
    }

    @Override
    public Redemption redeem(Optional<ReplayKey> replayKey, IssuedToken token) {
        var redemption = new PendingRedemption(replayKey, token);
        return switch (writer.offer(redemption)) {
            case TAKEN -> redemption.await(patience, StoreWriter.UNAVAILABLE);
            case FULL -> new Redemption.Overloaded(RETRY_AFTER);
            case CLOSED -> StoreWriter.UNAVAILABLE;
        };
    }
}
