package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.LinePages;
import dev.countersign.server.insight.AuditDocument;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.operation.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All events found by a search, page by page, so that any number of them needs the same memory. Between two pages
 * nothing is held in the store, however slow the reader is.
 */
final class AuditLines implements LinePages {
    static final int PAGE = 500;

    private final AuditRecords audit;
    private final AuditSearch search;
    private Optional<Stretch> rest;
    private long wanted;
    private List<AuditRecord> page;

    private AuditLines(AuditRecords audit, AuditSearch search, Stretch rest, long wanted) {
        this.audit = audit;
        this.search = search;
        this.rest = Optional.of(rest);
        this.wanted = wanted;
        this.page = read();
    }

    /**
     * Reads the first page, so that an unavailable store is detected before the response has begun.
     *
     * @throws StoreUnavailableException when the store is unavailable
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
        while (wanted > 0 && rest.isPresent()) {
            AuditSearchResult result =
                    audit.search(search.query(rest.get(), (int) Math.min(wanted, PAGE)), AuditSearch.TIME_LIMIT);
            wanted -= result.found().size();
            rest = result.rest();
            if (!result.found().isEmpty()) {
                return result.found();
            }
        }
        return List.of();
    }
}
