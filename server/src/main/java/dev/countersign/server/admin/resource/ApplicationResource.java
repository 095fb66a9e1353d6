package dev.countersign.server.admin.resource;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.SecretUseCases.AddedSecret;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Endpoints of applications and their secrets. A secret is returned only once, when it is registered or generated. */
public final class ApplicationResource {
    private static final String COLLECTION = "/applications";
    private static final String SECRETS = COLLECTION + "/{id}/secrets";

    private final UseCases useCases;
    private final RegisteredThings<RegisteredClient> things;

    public ApplicationResource(UseCases useCases, LastUses lastUses) {
        this.useCases = useCases;
        this.things = new RegisteredThings<>(
                RegisteredKind.APPLICATIONS,
                COLLECTION,
                useCases.configuration(),
                application -> ApplicationFields.document(application, lastUses.ofSecrets(application.id())));
    }

    public List<Endpoint> endpoints() {
        var endpoints = new ArrayList<>(things.endpoints(this::create, this::change, this::delete));
        endpoints.add(Endpoint.post(SECRETS, Body.OPTIONAL, this::addSecret));
        endpoints.add(Endpoint.delete(SECRETS + "/{secret_id}", this::removeSecret));
        return endpoints;
    }

    private AdminResponse create(Call call) {
        return ApiProblems.answer(
                useCases.applications().register(call.administrator(), call.body()),
                created -> things.created(
                        call,
                        created.application(),
                        created.secret()
                                .<Map<String, Object>>map(secret -> Map.of("client_secret", secret))
                                .orElse(Map.of())));
    }

    private AdminResponse change(Call call, Edit edit) {
        return things.changed(useCases.applications().change(call.administrator(), id(call), call.expected(), edit));
    }

    private AdminResponse delete(Call call) {
        return ApiProblems.answer(
                useCases.applications().remove(call.administrator(), id(call), call.expected()),
                _ -> new AdminResponse.Empty());
    }

    private AdminResponse addSecret(Call call) {
        return ApiProblems.answer(
                useCases.secrets().add(call.administrator(), id(call), call.expected(), call.body()),
                added -> AdminResponse.created(
                        document(added), call.path() + "/" + added.record().id()));
    }

    private AdminResponse removeSecret(Call call) {
        return ApiProblems.answer(
                useCases.secrets().remove(call.administrator(), id(call), call.expected(), call.id("secret_id")),
                _ -> new AdminResponse.Empty());
    }

    private static ApplicationId id(Call call) {
        return new ApplicationId(call.id("id"));
    }

    private static Map<String, Object> document(AddedSecret added) {
        ClientSecret secret = added.record();
        var document = new LinkedHashMap<String, Object>();
        document.put("id", secret.id());
        document.put("client_secret", added.secret());
        document.put("created_at", secret.createdAt().toString());
        document.put("expires_at", JsonValues.orNull(secret.expiresAt().map(Instant::toString)));
        return document;
    }
}
