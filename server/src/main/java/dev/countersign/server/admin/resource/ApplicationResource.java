package dev.countersign.server.admin.resource;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.EntityTags;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import java.util.List;
import java.util.Map;

/** Applications. The answer to a registration alone holds the secret. */
public final class ApplicationResource {
    static final String COLLECTION = "/applications";
    static final String ITEM = COLLECTION + "/{id}";

    private final UseCases useCases;
    private final LastUses lastUses;

    public ApplicationResource(UseCases useCases, LastUses lastUses) {
        this.useCases = useCases;
        this.lastUses = lastUses;
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
                        useCases.configuration().applications(),
                        RegisteredClient::createdAt,
                        application -> application.id().value(),
                        application -> List.of(
                                application.name(), application.clientId().value()),
                        this::document));
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(
                useCases.registerApplication().register(call.administrator(), call.body()), created -> {
                    Saved<RegisteredClient> saved = created.application();
                    Map<String, Object> document = document(saved);
                    created.secret().ifPresent(secret -> document.put("client_secret", secret));
                    return AdminResponse.created(
                                    document, call.path() + "/" + saved.value().id())
                            .with("ETag", EntityTags.of(saved.version()));
                });
    }

    private AdminResponse read(Call call) {
        return useCases.configuration()
                .application(new ApplicationId(call.id("id")))
                .<AdminResponse>map(application -> AdminResponse.ok(document(application))
                        .with("ETag", EntityTags.of(ContentVersion.of(application))))
                .orElseGet(ApiProblems::notFound);
    }

    private AdminResponse change(Call call, Edit edit) {
        return ApiProblems.answer(
                useCases.changeApplication()
                        .change(call.administrator(), new ApplicationId(call.id("id")), call.expected(), edit),
                saved -> AdminResponse.ok(document(saved)).with("ETag", EntityTags.of(saved.version())));
    }

    private AdminResponse delete(Call call) {
        return ApiProblems.answer(
                useCases.removeApplication()
                        .remove(call.administrator(), new ApplicationId(call.id("id")), call.expected()),
                _ -> new AdminResponse.Empty());
    }

    private Map<String, Object> document(RegisteredClient application) {
        return ApplicationFields.document(application, lastUses.ofSecrets(application.id()));
    }

    private Map<String, Object> document(Saved<RegisteredClient> saved) {
        return ResponseMembers.withWarnings(document(saved.value()), saved.warnings());
    }
}
