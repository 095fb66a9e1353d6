package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.change.Force;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Endpoints common to all registered kinds: lists, documents with their entity tags, and saved documents.
 *
 * @param path path of the list
 */
record RegisteredThings<T>(
        RegisteredKind<T> kind,
        String path,
        TrustConfiguration configuration,
        Function<T, Map<String, Object>> document) {

    List<Endpoint> endpoints(
            Function<Call, AdminResponse> create,
            BiFunction<Call, Edit, AdminResponse> change,
            Function<Call, AdminResponse> delete) {
        String item = path + "/{id}";
        return List.of(
                Endpoint.get(path, this::list),
                Endpoint.post(path, Body.JSON, create),
                Endpoint.get(item, this::read),
                Endpoint.put(item, call -> change.apply(call, new Edit.Replace(call.body()))),
                Endpoint.patch(item, call -> change.apply(call, new Edit.Merge(call.body()))),
                Endpoint.delete(item, delete));
    }

    private AdminResponse list(Call call) {
        return Paging.page(
                call.query(),
                new Paging.Listing<>(
                        configuration.all(kind),
                        kind.createdAt(),
                        kind.id(),
                        thing -> List.of(kind.name(thing), kind.identifier().apply(thing)),
                        document));
    }

    private AdminResponse read(Call call) {
        return configuration
                .find(kind, call.id("id"))
                .<AdminResponse>map(thing -> AdminResponse.ok(document.apply(thing))
                        .with("ETag", EntityTags.of(kind.version().apply(thing))))
                .orElseGet(ApiProblems::notFound);
    }

    /** The response to a registration, with further members. */
    AdminResponse created(Call call, Saved<T> saved, Map<String, Object> further) {
        Map<String, Object> members = members(saved);
        members.putAll(further);
        return AdminResponse.created(members, call.path() + "/" + kind.id(saved.value()))
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

    /** The response to a removal; {@code ?force=true} removes the resource although others name it. */
    static AdminResponse removed(Call call, Function<Force, Outcome<?>> removal) {
        call.query().allow(Set.of("force"));
        Force force = call.query().flag("force") ? Force.REMOVE : Force.REFUSE;
        return call.query().problems().isEmpty()
                ? ApiProblems.answer(removal.apply(force), _ -> new AdminResponse.Empty())
                : ApiProblems.invalid(call.query().problems());
    }
}
