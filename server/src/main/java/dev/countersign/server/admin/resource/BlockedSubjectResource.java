package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.admin.call.QueryParameters;
import dev.countersign.server.subject.BlockSubjects;
import dev.countersign.server.subject.BlockSubjects.Named;
import dev.countersign.server.subject.BlockedSubjects.Position;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Endpoints of blocked subjects. A block never changes, so its id is its version. */
public record BlockedSubjectResource(BlockSubjects subjects) {
    private static final String COLLECTION = "/blocked-subjects";
    private static final String ITEM = COLLECTION + "/{id}";

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, this::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.get(ITEM, this::read),
                Endpoint.delete(
                        ITEM,
                        call -> ApiProblems.answer(
                                subjects.lift(call.administrator(), call.id("id"), call.expected()),
                                _ -> new AdminResponse.Empty())));
    }

    private AdminResponse list(Call call) {
        QueryParameters query = call.query();
        query.allow(Set.of("limit", "cursor", "q", "issuer"));
        int limit = Paging.limit(query);
        Optional<Position> before =
                query.text("cursor").flatMap(cursor -> Paging.position(query, cursor, Position::new));
        if (!query.problems().isEmpty()) {
            return ApiProblems.invalid(query.problems());
        }
        List<Named> found = subjects.list(query.text("issuer"), query.text("q").orElse(""), before, limit + 1);
        List<Named> page = found.stream().limit(limit).toList();
        Object next = found.size() > limit
                ? Paging.cursor(
                        page.getLast().block().createdAt(),
                        page.getLast().block().id())
                : JsonNull.NULL;
        return AdminResponse.ok(Paging.body(page.stream().map(Named::document).toList(), next));
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(
                subjects.block(call.administrator(), call.body()),
                named -> AdminResponse.created(
                                named.document(),
                                call.path() + "/" + named.block().id())
                        .with("ETag", EntityTags.of(named.block().id())));
    }

    private AdminResponse read(Call call) {
        return subjects.find(call.id("id"))
                .<AdminResponse>map(named -> AdminResponse.ok(named.document())
                        .with("ETag", EntityTags.of(named.block().id())))
                .orElseGet(ApiProblems::notFound);
    }
}
