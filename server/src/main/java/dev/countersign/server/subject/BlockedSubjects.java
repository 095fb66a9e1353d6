package dev.countersign.server.subject;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** The blocked subjects, shared by all nodes. A block has no effect after its end. */
public interface BlockedSubjects {

    /**
     * Blocks a subject and revokes all its tokens, with an event in the audit, in one transaction that is on disk on
     * return. A token that is being issued is either refused or revoked.
     *
     * @param mapped the subjects of tokens that an earlier version recorded without {@code sub}
     * @param event receives the number of revoked tokens
     * @return false if a block of the same source exists; then nothing was changed
     * @throws StoreUnavailableException when it cannot be written, or not in time
     */
    boolean block(BlockedSubject block, List<String> mapped, LongFunction<AdminEvent> event);

    /**
     * Lifts a block; revoked tokens stay revoked.
     *
     * @return false if it does not exist
     * @throws StoreUnavailableException when it cannot be written, or not in time
     */
    boolean lift(BlockedSubject block, AdminEvent event);

    /**
     * The block of this id.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    Optional<BlockedSubject> find(String id, Instant now);

    /**
     * The blocks of one subject, which are of different sources.
     *
     * @throws StoreUnavailableException when they cannot be read
     */
    List<BlockedSubject> of(IssuerSubject subject, Instant now);

    /**
     * Blocks, newest first.
     *
     * @throws StoreUnavailableException when they cannot be read
     */
    List<BlockedSubject> list(Selection selection, Instant now);

    /**
     * Selection of blocks.
     *
     * @param issuer empty for those of every issuer
     * @param containing text in the subject or the reason, in any case; empty for all
     * @param before place after which the selection continues
     * @param limit largest number
     */
    record Selection(Optional<IssuerId> issuer, String containing, Optional<Position> before, int limit) {}

    /** Position of a block in the order of the list. */
    record Position(Instant createdAt, String id) {}
}
