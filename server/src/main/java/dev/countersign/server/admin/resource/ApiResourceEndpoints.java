package dev.countersign.server.admin.resource;

import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.ApiResourceUseCases;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.util.List;
import java.util.Map;

/** Endpoints of API resources: audiences with their scopes. */
public final class ApiResourceEndpoints {
    private final ApiResourceUseCases useCases;
    private final RegisteredThings<ApiResource> things;

    public ApiResourceEndpoints(UseCases useCases) {
        this.useCases = useCases.apiResources();
        this.things = new RegisteredThings<>(
                RegisteredKind.API_RESOURCES, "/api-resources", useCases.configuration(), ApiResourceFields::document);
    }

    public List<Endpoint> endpoints() {
        return things.endpoints(this::create, this::change, this::delete);
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(
                useCases.register(call.administrator(), call.body()), saved -> things.created(call, saved, Map.of()));
    }

    private AdminResponse change(Call call, Edit edit) {
        return things.changed(
                useCases.change(call.administrator(), new ApiResourceId(call.id("id")), call.expected(), edit));
    }

    private AdminResponse delete(Call call) {
        return RegisteredThings.removed(
                call,
                force -> useCases.remove(
                        call.administrator(), new ApiResourceId(call.id("id")), call.expected(), force));
    }
}
