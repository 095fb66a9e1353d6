package dev.countersign.server.management;

import java.util.List;

/** The audit, for reading. */
public interface AuditRecords {

    /**
     * The events that are asked for, newest first; refusals and acceptances arrive some tenths of a second late.
     *
     * @throws StoreUnavailableException when the store cannot be read, or not within its time
     */
    List<AuditRecord> find(AuditQuery query);
}
