package dev.countersign.server.registry.trust;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.field.FieldTable;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Kind of registered resource: its members, its place in the trust configuration, and the changes of its resources.
 *
 * @param list name of its list in documents of the whole trust configuration
 * @param identifier value that is unique among the resources of the kind, in addition to the name
 * @param unique the rule that {@code identifier} is unique
 * @param version see {@link ContentVersion}
 */
public record RegisteredKind<T>(
        FieldTable<T, ?> table,
        String list,
        Function<T, String> id,
        Function<T, String> name,
        Function<T, String> identifier,
        Unique unique,
        Function<T, Instant> createdAt,
        Function<T, String> version,
        Function<Trust, List<T>> all,
        BiFunction<Trust, String, Optional<T>> find,
        BiFunction<T, AdminEvent, TrustChange> addition,
        Replacement<T> replacement,
        BiFunction<T, AdminEvent, TrustChange> removal) {

    public static final RegisteredKind<TrustedIssuer> ISSUERS = new RegisteredKind<>(
            IssuerFields.TABLE,
            "trusted_token_issuers",
            issuer -> issuer.id().value(),
            TrustedIssuer::name,
            issuer -> issuer.issuer().value(),
            Unique.ISSUER,
            TrustedIssuer::createdAt,
            ContentVersion::of,
            Trust::issuers,
            (trust, id) -> trust.issuer(new IssuerId(id)),
            TrustChange.IssuerAdded::new,
            TrustChange.IssuerReplaced::new,
            (issuer, event) -> new TrustChange.IssuerRemoved(issuer.id(), event));

    public static final RegisteredKind<RegisteredClient> APPLICATIONS = new RegisteredKind<>(
            ApplicationFields.TABLE,
            "applications",
            application -> application.id().value(),
            RegisteredClient::name,
            application -> application.clientId().value(),
            Unique.CLIENT_ID,
            RegisteredClient::createdAt,
            ContentVersion::of,
            Trust::applications,
            (trust, id) -> trust.application(new ApplicationId(id)),
            TrustChange.ApplicationAdded::new,
            TrustChange.ApplicationReplaced::new,
            (application, event) -> new TrustChange.ApplicationRemoved(application.id(), event));

    public static final RegisteredKind<ApiResource> API_RESOURCES = new RegisteredKind<>(
            ApiResourceFields.TABLE,
            "api_resources",
            resource -> resource.id().value(),
            ApiResource::name,
            resource -> resource.audience().value(),
            Unique.AUDIENCE,
            ApiResource::createdAt,
            ContentVersion::of,
            Trust::apiResources,
            (trust, id) -> trust.apiResource(new ApiResourceId(id)),
            TrustChange.ApiResourceAdded::new,
            TrustChange.ApiResourceReplaced::new,
            (resource, event) -> new TrustChange.ApiResourceRemoved(resource.id(), event));

    /** Factory of the replacement of a resource by another with the same id. */
    @FunctionalInterface
    public interface Replacement<T> {
        TrustChange of(T before, T after, AdminEvent event);
    }

    /** Name of the kind in plans and in the audit. */
    public String word() {
        return table.kind();
    }

    public String id(T thing) {
        return id.apply(thing);
    }

    public String name(T thing) {
        return name.apply(thing);
    }

    public Map<String, Object> document(T thing) {
        return table.document(thing);
    }

    /** The resource as it is in force. */
    public Saved<T> saved(T thing, List<Problem> warnings) {
        return new Saved<>(thing, version.apply(thing), warnings);
    }

    /** Whether two resources have the same content, apart from the time of the last change. */
    public boolean isSame(T before, T after) {
        return content(before).equals(content(after));
    }

    private Map<String, Object> content(T thing) {
        var content = new HashMap<>(document(thing));
        content.remove("updated_at");
        return content;
    }

    /** The conflicts between two resources. */
    public Set<Unique> shared(T one, T other) {
        Set<Unique> shared = Unique.names(name(one), name(other));
        if (identifier.apply(one).equals(identifier.apply(other))) {
            shared.add(unique);
        }
        return shared;
    }

    /** Decides about the resource with this id if it exists and its version is the expected one. */
    public <R> Function<Trust, Decision<R>> ifCurrent(
            String wanted, ExpectedVersion expected, BiFunction<Trust, T, Decision<R>> decide) {
        return trust -> find.apply(trust, wanted)
                .map(thing -> expected.allows(version.apply(thing)) ? decide.apply(trust, thing) : Outcomes.<R>stale())
                .orElseGet(Outcomes::notFound);
    }

    /** Decides to register a resource, unless it conflicts with others. */
    public <R> Decision<R> registration(Trust trust, ChangeEvents events, T thing, R result) {
        List<Problem> clashes = trust.clashes(this, thing);
        return clashes.isEmpty()
                ? new Decision.Change<>(List.of(events.added(this, thing)), result)
                : Outcomes.clash(clashes);
    }
}
