package dev.countersign.server.admin.call;

import dev.countersign.server.operation.StoreUnavailableException;
import java.util.List;
import java.util.Map;

/** JSON objects that are too many to be held at once, in pages. */
public interface LinePages {

    /** The page at hand; empty when there is no more. */
    List<Map<String, Object>> current();

    /**
     * Goes on to the next page.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    void advance();
}
