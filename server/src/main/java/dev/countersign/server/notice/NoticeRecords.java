package dev.countersign.server.notice;

import dev.countersign.core.audit.AdminEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The notices of an organization that the webhook was told of, and the messages about them.
 *
 * <p>Every method throws {@link dev.countersign.server.operation.StoreUnavailableException} when the store cannot be used.
 */
public interface NoticeRecords {
    /** Time for which no node has seen a notice, after which it has ended. Longer than a node needs to restart. */
    Duration GONE = Duration.ofSeconds(90);

    /** Time for which a message is tried. */
    Duration TRIED = Duration.ofHours(24);

    /**
     * Records the notices that this node sees: a new one makes a message that it was raised, and one that no node has seen
     * for {@link #GONE} makes a message that it has ended. However many nodes see it, there is one message.
     *
     * @param name of the organization in messages: its slug, or {@code root}
     */
    void observe(String name, List<CurrentNotice> notices, Instant now);

    /** Number of messages that were tried for {@link #TRIED} without success. */
    long undelivered();

    /**
     * Makes the undelivered messages due again.
     *
     * @param event the record of the change for their number; not called when there is none
     * @return their number
     */
    long retry(Instant now, LongFunction<AdminEvent> event);
}
