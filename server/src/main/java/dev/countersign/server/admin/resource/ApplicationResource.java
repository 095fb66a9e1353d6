package dev.countersign.server.admin.resource;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.management.ApplicationFields;
import dev.countersign.server.management.ContentVersion;
import dev.countersign.server.management.Edit;
import dev.countersign.server.management.LastUses;
import dev.countersign.server.management.UseCases;
import java.util.List;
import java.util.Map;

/** Applications. The answer to a registration alone holds the secret. */
public final class ApplicationResource {
    static final String COLLECTION = "/applications";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;
    private final RegisteredThings<RegisteredClient> things;

    public ApplicationResource(UseCases useCases, LastUses lastUses) {
        this.useCases = useCases;
        this.things = new RegisteredThings<>(
                () -> useCases.configuration().applications(),
                id -> useCases.configuration().application(new ApplicationId(id)),
                application -> application.id().value(),
                RegisteredClient::createdAt,
                ContentVersion::of,
                application ->
                        List.of(application.name(), application.clientId().value()),
                application -> ApplicationFields.document(application, lastUses.ofSecrets(application.id())));
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
                useCases.registerApplication().register(call.administrator(), call.body()),
                created -> things.created(
                        call,
                        created.application(),
                        created.secret()
                                .<Map<String, Object>>map(secret -> Map.of("client_secret", secret))
                                .orElse(Map.of())));
    }

    private AdminResponse change(Call call, Edit edit) {
        return things.changed(useCases.changeApplication()
                .change(call.administrator(), new ApplicationId(call.id("id")), call.expected(), edit));
    }

    private AdminResponse delete(Call call) {
        return ApiProblems.answer(
                useCases.removeApplication()
                        .remove(call.administrator(), new ApplicationId(call.id("id")), call.expected()),
                _ -> new AdminResponse.Empty());
    }
}
