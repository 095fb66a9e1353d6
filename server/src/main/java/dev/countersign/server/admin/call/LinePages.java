package dev.countersign.server.admin.call;

import dev.countersign.server.operation.StoreUnavailableException;
import java.util.List;
import java.util.Map;

/** JSON objects too numerous to be held in memory, in pages. */
public interface LinePages {

    /** The current page; empty when there is none. */
    List<Map<String, Object>> current();

    /**
     * Reads the next page.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    void advance();
}
