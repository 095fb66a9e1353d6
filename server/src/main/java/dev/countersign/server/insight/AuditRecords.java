package dev.countersign.server.insight;

import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Duration;

/**
 * The audit, for reading. Events become visible in the order of their ids: when an event is visible, so are all with
 * smaller ids, so that a reader that continues after the greatest id it knows misses nothing and reads nothing twice.
 */
public interface AuditRecords {

    /**
     * Searches for the events of a query, until enough are found or the time limit is reached; refusals and acceptances
     * become visible some tenths of a second late.
     *
     * <p>Most queries take some milliseconds. A text search in any position, and filters that each match many events
     * but together few, have to examine event by event: the result then states how far the search went, and {@code
     * query.with(rest, limit)} continues it.
     *
     * @param timeLimit time limit; at least a small part is searched in any case
     * @throws StoreUnavailableException when the store cannot be read
     */
    AuditSearchResult search(AuditQuery query, Duration timeLimit);

    /**
     * The greatest id of all events; 0 when there is none.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    long latest();
}
