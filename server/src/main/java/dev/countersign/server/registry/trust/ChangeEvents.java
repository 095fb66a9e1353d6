package dev.countersign.server.registry.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.policy.ApiResource;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The maker of changes together with their records for the audit. */
public final class ChangeEvents {
    private final Administrator who;
    private final Instant at;

    public ChangeEvents(Administrator who, Instant at) {
        this.who = who;
        this.at = at;
    }

    public TrustChange added(TrustedIssuer issuer) {
        return new TrustChange.IssuerAdded(
                issuer, event(issuer, "created", Optional.empty(), Optional.of(json(IssuerFields.document(issuer)))));
    }

    public TrustChange changed(TrustedIssuer before, TrustedIssuer after) {
        return new TrustChange.IssuerReplaced(
                before,
                after,
                event(
                        after,
                        "updated",
                        Optional.of(json(IssuerFields.document(before))),
                        Optional.of(json(IssuerFields.document(after)))));
    }

    public TrustChange removed(TrustedIssuer issuer) {
        return new TrustChange.IssuerRemoved(
                issuer.id(),
                event(issuer, "deleted", Optional.of(json(IssuerFields.document(issuer))), Optional.empty()));
    }

    public TrustChange added(RegisteredClient application) {
        return new TrustChange.ApplicationAdded(
                application,
                event(
                        application,
                        "created",
                        Optional.empty(),
                        Optional.of(json(ApplicationFields.document(application)))));
    }

    public TrustChange changed(RegisteredClient before, RegisteredClient after) {
        return new TrustChange.ApplicationReplaced(before, after, event(before, after, "updated"));
    }

    public TrustChange secretAdded(RegisteredClient before, ClientSecret secret) {
        return new TrustChange.SecretAdded(
                before.id(), secret, event(before, Applications.withSecret(before, secret), "secret_added"));
    }

    public TrustChange secretRemoved(RegisteredClient before, String secretId) {
        return new TrustChange.SecretRemoved(
                before.id(), secretId, event(before, Applications.withoutSecret(before, secretId), "secret_removed"));
    }

    public TrustChange removed(RegisteredClient application) {
        return new TrustChange.ApplicationRemoved(
                application.id(),
                event(
                        application,
                        "deleted",
                        Optional.of(json(ApplicationFields.document(application))),
                        Optional.empty()));
    }

    public TrustChange added(ApiResource resource) {
        return new TrustChange.ApiResourceAdded(
                resource,
                event(resource, "created", Optional.empty(), Optional.of(json(ApiResourceFields.document(resource)))));
    }

    public TrustChange changed(ApiResource before, ApiResource after) {
        return new TrustChange.ApiResourceReplaced(
                before,
                after,
                event(
                        after,
                        "updated",
                        Optional.of(json(ApiResourceFields.document(before))),
                        Optional.of(json(ApiResourceFields.document(after)))));
    }

    public TrustChange removed(ApiResource resource) {
        return new TrustChange.ApiResourceRemoved(
                resource.id(),
                event(resource, "deleted", Optional.of(json(ApiResourceFields.document(resource))), Optional.empty()));
    }

    public TrustChange owned(String kind, String id, String name, String owner) {
        return new TrustChange.OwnerSet(
                id,
                owner,
                new AdminEvent(
                        at,
                        who.correlationId(),
                        who.name(),
                        kind + ".adopted",
                        id,
                        name,
                        Optional.empty(),
                        Optional.of(json(Map.of("owner", owner)))));
    }

    private AdminEvent event(ApiResource resource, String action, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                who.correlationId(),
                who.name(),
                "api_resource." + action,
                resource.id().value(),
                resource.name(),
                before,
                after);
    }

    private AdminEvent event(TrustedIssuer issuer, String action, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                who.correlationId(),
                who.name(),
                "trusted_token_issuer." + action,
                issuer.id().value(),
                issuer.name(),
                before,
                after);
    }

    private AdminEvent event(RegisteredClient before, RegisteredClient after, String action) {
        return event(
                after,
                action,
                Optional.of(json(ApplicationFields.document(before))),
                Optional.of(json(ApplicationFields.document(after))));
    }

    private AdminEvent event(
            RegisteredClient application, String action, Optional<String> before, Optional<String> after) {
        return new AdminEvent(
                at,
                who.correlationId(),
                who.name(),
                "application." + action,
                application.id().value(),
                application.name(),
                before,
                after);
    }

    private static String json(Map<String, Object> document) {
        return new String(JsonText.write(document), StandardCharsets.UTF_8);
    }
}
