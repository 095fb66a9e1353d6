package dev.countersign.server.store.database;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A redemption that waits for its group, and the caller who waits for its outcome. */
public final class PendingRedemption {
    private final List<ReplayKey> replayKeys;
    private final Optional<IssuedToken> token;
    private final Optional<FirstRefreshToken> refreshToken;
    private final CompletableFuture<Redemption> outcome = new CompletableFuture<>();

    /**
     * A redemption that was not tried yet.
     *
     * @param replayKeys of all that is spent; all of them are put on record, or none
     * @param token empty for a JWT that is spent and no token issued for it
     * @param refreshToken which goes with the token
     */
    public PendingRedemption(
            List<ReplayKey> replayKeys, Optional<IssuedToken> token, Optional<FirstRefreshToken> refreshToken) {
        this.replayKeys = List.copyOf(replayKeys);
        this.token = token;
        this.refreshToken = refreshToken;
    }

    public List<ReplayKey> replayKeys() {
        return replayKeys;
    }

    public Optional<IssuedToken> token() {
        return token;
    }

    public Optional<FirstRefreshToken> refreshToken() {
        return refreshToken;
    }

    /** Whether its caller has given up; then it need not be tried. */
    boolean isAbandoned() {
        return outcome.isDone();
    }

    void complete(Redemption redemption) {
        outcome.complete(redemption);
    }

    void fail(Throwable fault) {
        outcome.completeExceptionally(fault);
    }

    /** Waits for the outcome; one who is told to stop waiting takes this one, unless another is there already. */
    Redemption await(Redemption otherwise) {
        try {
            return outcome.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            outcome.complete(otherwise);
            return outcome.join();
        } catch (ExecutionException fault) {
            throw new IllegalStateException("the ledger could not record a redemption", fault.getCause());
        }
    }
}
