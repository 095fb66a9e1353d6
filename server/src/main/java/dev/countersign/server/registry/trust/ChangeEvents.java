package dev.countersign.server.registry.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.operation.Administrator;
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

    public <T> TrustChange added(RegisteredKind<T> kind, T thing) {
        return kind.addition()
                .apply(thing, event(kind, "created", thing, Optional.empty(), Optional.of(kind.document(thing))));
    }

    public <T> TrustChange changed(RegisteredKind<T> kind, T before, T after) {
        return kind.replacement().of(before, after, changed(kind, "updated", before, after));
    }

    public <T> TrustChange removed(RegisteredKind<T> kind, T thing) {
        return kind.removal()
                .apply(thing, event(kind, "deleted", thing, Optional.of(kind.document(thing)), Optional.empty()));
    }

    public TrustChange secretAdded(RegisteredClient before, ClientSecret secret) {
        RegisteredClient after = Applications.withSecret(before, secret);
        return new TrustChange.SecretAdded(
                before.id(), secret, changed(RegisteredKind.APPLICATIONS, "secret_added", before, after));
    }

    public TrustChange secretRemoved(RegisteredClient before, String secretId) {
        RegisteredClient after = Applications.withoutSecret(before, secretId);
        return new TrustChange.SecretRemoved(
                before.id(), secretId, changed(RegisteredKind.APPLICATIONS, "secret_removed", before, after));
    }

    public <T> TrustChange owned(RegisteredKind<T> kind, T thing, String owner) {
        return new TrustChange.OwnerSet(
                kind.id(thing),
                owner,
                event(kind, "adopted", thing, Optional.empty(), Optional.of(Map.of("owner", owner))));
    }

    private <T> AdminEvent changed(RegisteredKind<T> kind, String action, T before, T after) {
        return event(kind, action, after, Optional.of(kind.document(before)), Optional.of(kind.document(after)));
    }

    private <T> AdminEvent event(
            RegisteredKind<T> kind,
            String action,
            T thing,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {
        return new AdminEvent(
                at,
                administrator.correlationId(),
                administrator.author(),
                kind.word() + "." + action,
                kind.id(thing),
                kind.name(thing),
                before.map(ChangeEvents::json),
                after.map(ChangeEvents::json));
    }

    private static String json(Map<String, Object> document) {
        return new String(JsonText.write(document), StandardCharsets.UTF_8);
    }
}
