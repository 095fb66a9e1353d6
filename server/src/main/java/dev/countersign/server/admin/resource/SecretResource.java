package dev.countersign.server.admin.resource;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.AddSecret.AddedSecret;
import dev.countersign.server.registry.field.JsonValues;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Endpoints of the secrets of an application: each is returned once, when it is generated. */
public final class SecretResource {
    private static final String COLLECTION = ApplicationResource.ITEM + "/secrets";

    private final UseCases useCases;

    public SecretResource(UseCases useCases) {
        this.useCases = useCases;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(COLLECTION, Body.OPTIONAL, this::add),
                Endpoint.delete(COLLECTION + "/{secret_id}", this::remove));
    }

    private AdminResponse add(Call call) {
        return ApiProblems.answer(
                useCases.addSecret()
                        .add(call.administrator(), new ApplicationId(call.id("id")), call.expected(), call.body()),
                added -> AdminResponse.created(
                        document(added), call.path() + "/" + added.record().id()));
    }

    private AdminResponse remove(Call call) {
        return ApiProblems.answer(
                useCases.removeSecret()
                        .remove(
                                call.administrator(),
                                new ApplicationId(call.id("id")),
                                call.expected(),
                                call.id("secret_id")),
                _ -> new AdminResponse.Empty());
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
