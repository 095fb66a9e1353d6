package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.management.Outcome;
import dev.countersign.server.management.Saved;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Responses that the resources of all registered kinds have in common: lists, documents with their entity tags, and what was
 * saved.
 *
 * @param all those there are
 * @param find one by its id
 * @param version as which a change takes it
 * @param searched the texts in which a search looks
 */
record RegisteredThings<T>(
        Supplier<List<T>> all,
        Function<String, Optional<T>> find,
        Function<T, String> id,
        Function<T, Instant> createdAt,
        Function<T, String> version,
        Function<T, List<String>> searched,
        Function<T, Map<String, Object>> document) {

    AdminResponse list(Call call) {
        return Paging.page(call.query(), new Paging.Listing<>(all.get(), createdAt, id, searched, document));
    }

    AdminResponse read(Call call) {
        return find.apply(call.id("id"))
                .<AdminResponse>map(thing ->
                        AdminResponse.ok(document.apply(thing)).with("ETag", EntityTags.of(version.apply(thing))))
                .orElseGet(ApiProblems::notFound);
    }

    /** The response to a registration, with further members. */
    AdminResponse created(Call call, Saved<T> saved, Map<String, Object> further) {
        Map<String, Object> members = members(saved);
        members.putAll(further);
        return AdminResponse.created(members, call.path() + "/" + id.apply(saved.value()))
                .with("ETag", EntityTags.of(saved.version()));
    }

    /** The response to a change. */
    AdminResponse changed(Outcome<Saved<T>> outcome) {
        return ApiProblems.answer(
                outcome, saved -> AdminResponse.ok(members(saved)).with("ETag", EntityTags.of(saved.version())));
    }

    private Map<String, Object> members(Saved<T> saved) {
        return ResponseMembers.withWarnings(document.apply(saved.value()), saved.warnings());
    }

    /** The response to a removal that {@code ?force=true} makes in spite of what names the thing. */
    static AdminResponse removed(Call call, Function<Boolean, Outcome<?>> removal) {
        call.query().allow(Set.of("force"));
        boolean force = call.query().flag("force");
        return call.query().problems().isEmpty()
                ? ApiProblems.answer(removal.apply(force), _ -> new AdminResponse.Empty())
                : ApiProblems.invalid(call.query().problems());
    }
}
