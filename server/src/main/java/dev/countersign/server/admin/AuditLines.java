package dev.countersign.server.admin;

import dev.countersign.server.management.AuditQuery.Order;
import dev.countersign.server.management.AuditQuery.Stretch;
import dev.countersign.server.management.AuditRecord;
import dev.countersign.server.management.AuditRecords;
import dev.countersign.server.management.StoreUnavailableException;
import java.util.List;
import java.util.Map;

/**
 * All events that a search finds, a page at a time, so that any number of them takes the same memory. Between two pages
 * nothing is held in the store, however slow the reader is.
 */
final class AuditLines implements LinePages {
    static final int PAGE = 500;

    private final AuditRecords audit;
    private final AuditSearch search;
    private Stretch rest;
    private long wanted;
    private List<AuditRecord> page;

    private AuditLines(AuditRecords audit, AuditSearch search, Stretch rest, long wanted) {
        this.audit = audit;
        this.search = search;
        this.rest = rest;
        this.wanted = wanted;
        this.page = read();
    }

    /**
     * Reads the first page already, so that a store that does not answer is found before the answer has begun.
     *
     * @throws StoreUnavailableException when it does not
     */
    static AuditLines of(AuditRecords audit, AuditSearch search, long limit) {
        return new AuditLines(audit, search, search.stretch(audit.latest()), limit);
    }

    @Override
    public List<Map<String, Object>> current() {
        return page.stream().map(AuditDocument::of).toList();
    }

    @Override
    public void advance() {
        page = read();
    }

    private List<AuditRecord> read() {
        if (wanted == 0) {
            return List.of();
        }
        int most = (int) Math.min(wanted, PAGE);
        List<AuditRecord> found = audit.find(search.query(rest, most));
        wanted = found.size() < most ? 0 : wanted - most;
        if (!found.isEmpty()) {
            long last = found.getLast().id();
            rest = rest.order() == Order.OLDEST_FIRST ? Stretch.between(last, rest.upTo()) : Stretch.backFrom(last - 1);
        }
        return found;
    }
}
