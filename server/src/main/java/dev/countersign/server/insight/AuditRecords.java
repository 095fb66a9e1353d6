package dev.countersign.server.insight;

import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Duration;

/**
 * The audit, for reading. Events show in the order of their ids: who has seen one could have seen every one with a
 * smaller id, so a reader that asks for what is greater than the greatest it knows misses nothing and meets nothing twice.
 */
public interface AuditRecords {

    /**
     * Looks for the events that are asked for, until there are enough of them or the time is over; refusals and
     * acceptances arrive some tenths of a second late.
     *
     * <p>Most questions take some milliseconds. A text that may stand anywhere, and filters that each meet much and together
     * little, have to be looked for event by event: then the answer says how far the look went, and who wants to know more
     * goes on with {@code query.with(rest, limit)}.
     *
     * @param patience how long to go on looking; at least a small part is looked at in any case
     * @throws StoreUnavailableException when the store cannot be read
     */
    AuditGlance look(AuditQuery query, Duration patience);

    /**
     * The greatest id of any event; 0 when there is none.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    long latest();
}
