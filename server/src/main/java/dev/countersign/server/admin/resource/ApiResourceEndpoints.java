package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.policy.ApiResource;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.RemoveApiResource.Force;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** API resources: audiences with their scopes. */
public final class ApiResourceEndpoints {
    static final String COLLECTION = "/api-resources";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;

    public ApiResourceEndpoints(UseCases useCases) {
        this.useCases = useCases;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, this::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.get(ITEM, this::read),
                Endpoint.put(ITEM, call -> change(call, new Edit.Replace(call.body()))),
                Endpoint.patch(ITEM, call -> change(call, new Edit.Merge(call.body()))),
                Endpoint.delete(ITEM, this::delete));
    }

    private AdminResponse list(Call call) {
        return Paging.page(
                call.query(),
                new Paging.Listing<>(
                        useCases.configuration().apiResources(),
                        ApiResource::createdAt,
                        resource -> resource.id().value(),
                        resource -> List.of(resource.name(), resource.audience().value()),
                        ApiResourceFields::document));
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(useCases.registerApiResource().register(call.administrator(), call.body()), saved -> {
            String location = call.path() + "/" + saved.value().id();
            return AdminResponse.created(document(saved), location).with("ETag", EntityTags.of(saved.version()));
        });
    }

    private AdminResponse read(Call call) {
        return useCases.configuration()
                .apiResource(new ApiResourceId(call.id("id")))
                .<AdminResponse>map(resource -> AdminResponse.ok(ApiResourceFields.document(resource))
                        .with("ETag", EntityTags.of(ContentVersion.of(resource))))
                .orElseGet(ApiProblems::notFound);
    }

    private AdminResponse change(Call call, Edit edit) {
        return ApiProblems.answer(
                useCases.changeApiResource()
                        .change(call.administrator(), new ApiResourceId(call.id("id")), call.expected(), edit),
                saved -> AdminResponse.ok(document(saved)).with("ETag", EntityTags.of(saved.version())));
    }

    private AdminResponse delete(Call call) {
        call.query().allow(Set.of("force"));
        boolean force = call.query().flag("force");
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        return ApiProblems.answer(
                useCases.removeApiResource()
                        .remove(
                                call.administrator(),
                                new ApiResourceId(call.id("id")),
                                call.expected(),
                                force ? Force.REMOVE_AUDIENCE : Force.REFUSE),
                _ -> new AdminResponse.Empty());
    }

    private static Map<String, Object> document(Saved<ApiResource> saved) {
        return ResponseMembers.withWarnings(ApiResourceFields.document(saved.value()), saved.warnings());
    }
}
