package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.management.ApiResourceFields;
import dev.countersign.server.management.ContentVersion;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.RemoveApiResource.Force;
import dev.countersign.server.management.UseCases;
import java.util.List;
import java.util.Map;

/** API resources: audiences with their scopes. */
public final class ApiResourceEndpoints {
    static final String COLLECTION = "/api-resources";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;
    private final RegisteredThings<ApiResource> things;

    public ApiResourceEndpoints(UseCases useCases) {
        this.useCases = useCases;
        this.things = new RegisteredThings<>(
                () -> useCases.configuration().apiResources(),
                id -> useCases.configuration().apiResource(new ApiResourceId(id)),
                resource -> resource.id().value(),
                ApiResource::createdAt,
                ContentVersion::of,
                resource -> List.of(resource.name(), resource.audience().value()),
                ApiResourceFields::document);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, things::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.get(ITEM, things::read),
                Endpoint.put(ITEM, call -> change(call, new Edit.Replace(call.body()))),
                Endpoint.patch(ITEM, call -> change(call, new Edit.Merge(call.body()))),
                Endpoint.delete(ITEM, this::delete));
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(
                useCases.registerApiResource().register(call.administrator(), call.body()),
                saved -> things.created(call, saved, Map.of()));
    }

    private AdminResponse change(Call call, Edit edit) {
        return things.changed(useCases.changeApiResource()
                .change(call.administrator(), new ApiResourceId(call.id("id")), call.expected(), edit));
    }

    private AdminResponse delete(Call call) {
        return RegisteredThings.removed(
                call,
                force -> useCases.removeApiResource()
                        .remove(
                                call.administrator(),
                                new ApiResourceId(call.id("id")),
                                call.expected(),
                                force ? Force.REMOVE_AUDIENCE : Force.REFUSE));
    }
}
