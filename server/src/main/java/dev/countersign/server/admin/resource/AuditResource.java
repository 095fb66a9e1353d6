package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.insight.AuditDocument;
import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Endpoints of the audit: token requests and changes by administrators. */
public record AuditResource(AuditRecords audit) {
    private static final int MOST_LINES = 999_999_999;

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/audit-events", call -> call.wantsLines() ? lines(call) : page(call)));
    }

    private AdminResponse page(Call call) {
        var search = AuditSearch.of(call.query());
        int limit = Paging.limit(call.query());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        long latest = audit.latest();
        Stretch stretch = search.stretch(latest);
        AuditSearchResult result = audit.search(search.query(stretch, limit + 1), AuditSearch.TIME_LIMIT);
        List<AuditRecord> page = result.found().stream().limit(limit).toList();
        OptionalLong last = result.found().size() > limit
                ? OptionalLong.of(page.getLast().id())
                : result.rest().stream().mapToLong(AuditResource::before).findFirst();
        Map<String, Object> body = new LinkedHashMap<>(Paging.body(
                page.stream().map(AuditDocument::of).toList(),
                last.isPresent() ? Paging.cursor(Long.toString(last.getAsLong())) : JsonNull.NULL));
        body.put(
                "next_after",
                Long.toString(search.isFollowing() && last.isPresent() ? last.getAsLong() : seen(stretch, latest)));
        return AdminResponse.ok(body);
    }

    /** The event before the rest, in its order. */
    private static long before(Stretch rest) {
        return rest.order() == Order.OLDEST_FIRST ? rest.after() : rest.upTo() + 1;
    }

    /** Never before what the caller has already received. */
    private static long seen(Stretch stretch, long latest) {
        return Math.max(stretch.after(), latest);
    }

    private AdminResponse lines(Call call) {
        var search = AuditSearch.of(call.query());
        int limit = call.query().number("limit", MOST_LINES, 1, MOST_LINES);
        boolean limited = call.query().text("limit").isPresent();
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return new AdminResponse.Lines(AuditLines.of(audit, search, limited ? limit : Long.MAX_VALUE));
    }
}
