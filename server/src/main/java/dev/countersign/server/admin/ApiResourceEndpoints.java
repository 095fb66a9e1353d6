package dev.countersign.server.admin;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.policy.ApiResource;
import dev.countersign.server.admin.Endpoint.Body;
import dev.countersign.server.management.ApiResourceDocument;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.RemoveApiResource.IfNamed;
import dev.countersign.server.management.Saved;
import dev.countersign.server.management.UseCases;
import dev.countersign.server.management.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** API resources: audiences with their scopes. */
final class ApiResourceEndpoints {
    static final String COLLECTION = "/api-resources";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;

    ApiResourceEndpoints(UseCases useCases) {
        this.useCases = useCases;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, this::list),
                Endpoint.post(COLLECTION, Body.JSON, this::create),
                Endpoint.get(ITEM, this::read),
                Endpoint.put(ITEM, call -> change(call, new Edit.Replace(call.body()))),
                Endpoint.patch(ITEM, call -> change(call, new Edit.Merge(call.body()))),
                Endpoint.delete(ITEM, this::delete));
    }

    private Answer list(Call call) {
        return Paging.page(
                call.query(),
                new Paging.Listing<>(
                        useCases.configuration().apiResources(),
                        ApiResource::createdAt,
                        resource -> resource.id().value(),
                        resource -> List.of(resource.name(), resource.audience().value()),
                        ApiResourceDocument::of));
    }

    private Answer create(Call call) {
        return Problems.answer(useCases.registerApiResource().register(call.administrator(), call.body()), saved -> {
            String location = call.path() + "/" + saved.value().id();
            return Answer.created(document(saved), location).with("ETag", EntityTags.of(saved.version()));
        });
    }

    private Answer read(Call call) {
        return useCases.configuration()
                .apiResource(new ApiResourceId(call.id("id")))
                .<Answer>map(resource ->
                        Answer.ok(ApiResourceDocument.of(resource)).with("ETag", EntityTags.of(Version.of(resource))))
                .orElseGet(Problems::notFound);
    }

    private Answer change(Call call, Edit edit) {
        return Problems.answer(
                useCases.changeApiResource()
                        .change(call.administrator(), new ApiResourceId(call.id("id")), call.expected(), edit),
                saved -> Answer.ok(document(saved)).with("ETag", EntityTags.of(saved.version())));
    }

    private Answer delete(Call call) {
        call.query().allow(Set.of("force"));
        boolean force = call.query().flag("force");
        if (!call.query().problems().isEmpty()) {
            return Problems.invalid(call.query().problems());
        }
        return Problems.answer(
                useCases.removeApiResource()
                        .remove(
                                call.administrator(),
                                new ApiResourceId(call.id("id")),
                                call.expected(),
                                force ? IfNamed.REMOVE_AUDIENCE : IfNamed.REFUSE),
                _ -> new Answer.Empty());
    }

    private static Map<String, Object> document(Saved<ApiResource> saved) {
        return Documents.withWarnings(ApiResourceDocument.of(saved.value()), saved.warnings());
    }
}
