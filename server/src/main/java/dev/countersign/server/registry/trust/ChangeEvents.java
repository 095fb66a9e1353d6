package dev.countersign.server.registry.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Factory of changes together with their audit events. */
public final class ChangeEvents {
    private final Administrator administrator;
    private final Instant at;

    public ChangeEvents(Administrator administrator, Instant at) {
        this.administrator = administrator;
        this.at = at;
    }

    public TrustChange added(TrustedIssuer issuer) {
        return new TrustChange.IssuerAdded(issuer, created(IssuerFields.TABLE, issuer));
    }

    public TrustChange changed(TrustedIssuer before, TrustedIssuer after) {
        return new TrustChange.IssuerReplaced(before, after, changed(IssuerFields.TABLE, before, after, "updated"));
    }

    public TrustChange removed(TrustedIssuer issuer) {
        return new TrustChange.IssuerRemoved(issuer.id(), deleted(IssuerFields.TABLE, issuer));
    }

    public TrustChange added(RegisteredClient application) {
        return new TrustChange.ApplicationAdded(application, created(ApplicationFields.TABLE, application));
    }

    public TrustChange changed(RegisteredClient before, RegisteredClient after) {
        return new TrustChange.ApplicationReplaced(
                before, after, changed(ApplicationFields.TABLE, before, after, "updated"));
    }

    public TrustChange secretAdded(RegisteredClient before, ClientSecret secret) {
        RegisteredClient after = Applications.withSecret(before, secret);
        return new TrustChange.SecretAdded(
                before.id(), secret, changed(ApplicationFields.TABLE, before, after, "secret_added"));
    }

    public TrustChange secretRemoved(RegisteredClient before, String secretId) {
        RegisteredClient after = Applications.withoutSecret(before, secretId);
        return new TrustChange.SecretRemoved(
                before.id(), secretId, changed(ApplicationFields.TABLE, before, after, "secret_removed"));
    }

    public TrustChange removed(RegisteredClient application) {
        return new TrustChange.ApplicationRemoved(application.id(), deleted(ApplicationFields.TABLE, application));
    }

    public TrustChange added(ApiResource resource) {
        return new TrustChange.ApiResourceAdded(resource, created(ApiResourceFields.TABLE, resource));
    }

    public TrustChange changed(ApiResource before, ApiResource after) {
        return new TrustChange.ApiResourceReplaced(
                before, after, changed(ApiResourceFields.TABLE, before, after, "updated"));
    }

    public TrustChange removed(ApiResource resource) {
        return new TrustChange.ApiResourceRemoved(resource.id(), deleted(ApiResourceFields.TABLE, resource));
    }

    public TrustChange owned(String kind, String id, String name, String owner) {
        return new TrustChange.OwnerSet(
                id,
                owner,
                new AdminEvent(
                        at,
                        administrator.correlationId(),
                        administrator.name(),
                        kind + ".adopted",
                        id,
                        name,
                        Optional.empty(),
                        Optional.of(json(Map.of("owner", owner)))));
    }

    private <T> AdminEvent created(FieldTable<T, ?> table, T thing) {
        return event(table, thing, "created", Optional.empty(), Optional.of(json(table.document(thing))));
    }

    private <T> AdminEvent changed(FieldTable<T, ?> table, T before, T after, String action) {
        return event(
                table,
                after,
                action,
                Optional.of(json(table.document(before))),
                Optional.of(json(table.document(after))));
    }

    private <T> AdminEvent deleted(FieldTable<T, ?> table, T thing) {
        return event(table, thing, "deleted", Optional.of(json(table.document(thing))), Optional.empty());
    }

    private <T> AdminEvent event(
            FieldTable<T, ?> table, T thing, String action, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.name(),
                table.kind() + "." + action,
                table.text(thing, "/id"),
                table.text(thing, "/name"),
                before,
                after);
    }

    private static String json(Map<String, Object> document) {
        return new String(JsonText.write(document), StandardCharsets.UTF_8);
    }
}
