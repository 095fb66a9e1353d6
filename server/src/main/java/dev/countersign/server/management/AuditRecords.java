package dev.countersign.server.management;

import java.util.List;

/**
 * The audit, for reading. Events show in the order of their ids: who has seen one could have seen every one with a
 * smaller id, so a reader that asks for what is greater than the greatest it knows misses nothing and meets nothing twice.
 */
public interface AuditRecords {

    /**
     * The events that are asked for; refusals and acceptances arrive some tenths of a second late.
     *
     * @throws StoreUnavailableException when the store cannot be read, or not within its time
     */
    List<AuditRecord> find(AuditQuery query);

    /**
     * The greatest id of any event; 0 when there is none.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    long latest();
}
