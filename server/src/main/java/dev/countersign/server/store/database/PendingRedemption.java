package dev.countersign.server.store.database;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A redemption waiting for its group, and the caller waiting for its outcome. */
public final class PendingRedemption {
    private final OrganizationKey organization;
    private final List<ReplayKey> replayKeys;
    private final Optional<IssuedToken> token;
    private final Optional<FirstRefreshToken> refreshToken;
    private final List<Subject> subjects;
    private final CompletableFuture<Redemption> outcome = new CompletableFuture<>();

    /**
     * Creates a redemption that has not been tried yet.
     *
     * @param replayKeys of all redeemed JWTs; all of them are recorded, or none
     * @param token empty for a JWT that is redeemed without an issued token
     * @param refreshToken issued together with the token
     */
    public PendingRedemption(
            OrganizationKey organization,
            List<ReplayKey> replayKeys,
            Optional<IssuedToken> token,
            Optional<FirstRefreshToken> refreshToken) {
        this(organization, replayKeys, token, refreshToken, List.of());
    }

    /**
     * Creates a redemption that has not been tried yet.
     *
     * @param others subjects that must not be blocked either, beside that of the token
     */
    public PendingRedemption(
            OrganizationKey organization,
            List<ReplayKey> replayKeys,
            Optional<IssuedToken> token,
            Optional<FirstRefreshToken> refreshToken,
            List<Subject> others) {
        this.organization = organization;
        this.replayKeys = List.copyOf(replayKeys);
        this.token = token;
        this.refreshToken = refreshToken;
        var all = new ArrayList<Subject>(1 + others.size());
        token.ifPresent(issued ->
                issued.issuerSubject().ifPresent(name -> all.add(new Subject(name, issued.issuedAt()))));
        all.addAll(others);
        this.subjects = List.copyOf(all);
    }

    /** A subject that must not be blocked at the time of issue, in whole seconds. */
    public record Subject(IssuerSubject name, Instant at) {}

    /** The same without what is issued, which its caller inserts. */
    public PendingRedemption withoutTokens() {
        return new PendingRedemption(organization, replayKeys, Optional.empty(), Optional.empty(), subjects);
    }

    /** The subject and the actors; none when no token is issued, or one of a client that acts on its own behalf. */
    public List<Subject> subjects() {
        return subjects;
    }

    public OrganizationKey organization() {
        return organization;
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

    /** Whether its caller has stopped waiting; then it need not be tried. */
    boolean isAbandoned() {
        return outcome.isDone();
    }

    void complete(Redemption redemption) {
        outcome.complete(redemption);
    }

    void fail(Throwable fault) {
        outcome.completeExceptionally(fault);
    }

    /** Waits for the outcome; when interrupted it takes the given one, unless there is an outcome already. */
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
