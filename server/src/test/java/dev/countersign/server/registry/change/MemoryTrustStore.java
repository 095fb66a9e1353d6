package dev.countersign.server.registry.change;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Trust store in memory, which follows the contract of the port. */
public final class MemoryTrustStore implements TrustStore {
    private Map<IssuerId, TrustedIssuer> issuers = new LinkedHashMap<>();
    private Map<ApplicationId, RegisteredClient> applications = new LinkedHashMap<>();
    private Map<ApiResourceId, ApiResource> apiResources = new LinkedHashMap<>();
    private Map<String, String> owners = new LinkedHashMap<>();
    private final List<AdminEvent> events = new ArrayList<>();
    private boolean broken;
    private long version;

    @Override
    public synchronized Contents load() {
        return new Contents(
                List.copyOf(issuers.values()),
                List.copyOf(applications.values()),
                List.copyOf(apiResources.values()),
                owners);
    }

    @Override
    public synchronized long version() {
        return version;
    }

    @Override
    public synchronized StoreOutcome commit(List<TrustChange> changes) {
        if (broken) {
            throw new StoreUnavailableException(Duration.ofSeconds(5));
        }
        var issuersBefore = new LinkedHashMap<>(issuers);
        var applicationsBefore = new LinkedHashMap<>(applications);
        var apiResourcesBefore = new LinkedHashMap<>(apiResources);
        var ownersBefore = new LinkedHashMap<>(owners);
        for (TrustChange change : changes) {
            Optional<StoreOutcome> refusal = apply(change);
            if (refusal.isPresent()) {
                issuers = issuersBefore;
                applications = applicationsBefore;
                apiResources = apiResourcesBefore;
                owners = ownersBefore;
                return refusal.get();
            }
        }
        owners.keySet()
                .removeIf(id -> !issuers.containsKey(new IssuerId(id))
                        && !applications.containsKey(new ApplicationId(id))
                        && !apiResources.containsKey(new ApiResourceId(id)));
        changes.forEach(change -> events.add(change.event()));
        version++;
        return new StoreOutcome.Stored();
    }

    /** From now on nothing can be written. */
    public synchronized void breakDown() {
        broken = true;
    }

    /** The events on record, in order. */
    public synchronized List<AdminEvent> events() {
        return List.copyOf(events);
    }

    private Optional<StoreOutcome> apply(TrustChange change) {
        return switch (change) {
            case TrustChange.OwnerSet set -> {
                owners.put(set.id(), set.owner());
                yield Optional.empty();
            }
            case TrustChange.IssuerAdded added -> put(added.issuer());
            case TrustChange.IssuerReplaced replaced ->
                checked(
                                issuers.get(replaced.before().id()),
                                replaced.before(),
                                replaced.before().id())
                        .or(() -> put(replaced.after()));
            case TrustChange.IssuerRemoved removed -> missing(issuers.remove(removed.id()), removed.id());
            case TrustChange.ApplicationAdded added -> put(added.application());
            case TrustChange.ApplicationReplaced replaced -> replace(replaced);
            case TrustChange.ApplicationRemoved removed -> missing(applications.remove(removed.id()), removed.id());
            case TrustChange.SecretAdded added -> addSecret(added);
            case TrustChange.SecretRemoved removed ->
                missing(
                        applications.computeIfPresent(
                                removed.application(),
                                (_, current) -> Applications.withoutSecret(current, removed.secretId())),
                        removed.application());
            case TrustChange.ApiResourceAdded added -> put(added.resource());
            case TrustChange.ApiResourceReplaced replaced ->
                checked(
                                apiResources.get(replaced.before().id()),
                                replaced.before(),
                                replaced.before().id())
                        .or(() -> put(replaced.after()));
            case TrustChange.ApiResourceRemoved removed -> missing(apiResources.remove(removed.id()), removed.id());
        };
    }

    private Optional<StoreOutcome> replace(TrustChange.ApplicationReplaced replaced) {
        RegisteredClient current = applications.get(replaced.before().id());
        if (current == null) {
            return missing(null, replaced.before().id());
        }
        RegisteredClient before = Applications.withSecrets(
                replaced.before(), current.credentials().secrets());
        return checked(current, before, before.id())
                .or(() -> put(Applications.withSecrets(
                        replaced.after(), current.credentials().secrets())));
    }

    private Optional<StoreOutcome> addSecret(TrustChange.SecretAdded added) {
        RegisteredClient current = applications.get(added.application());
        if (current == null) {
            return missing(null, added.application());
        }
        if (current.credentials().secrets().size() >= RegisteredClient.MOST_SECRETS) {
            return Optional.of(
                    new StoreOutcome.TooManySecrets(added.application().value()));
        }
        applications.put(current.id(), Applications.withSecret(current, added.secret()));
        return Optional.empty();
    }

    private Optional<StoreOutcome> put(TrustedIssuer issuer) {
        for (TrustedIssuer other : issuers.values()) {
            boolean another = !other.id().equals(issuer.id());
            if (another && other.name().equals(issuer.name())) {
                return Optional.of(new StoreOutcome.DuplicateName(issuer.name()));
            }
            if (another && other.issuer().equals(issuer.issuer())) {
                return Optional.of(
                        new StoreOutcome.DuplicateIssuer(issuer.issuer().value()));
            }
        }
        issuers.put(issuer.id(), issuer);
        return Optional.empty();
    }

    private Optional<StoreOutcome> put(RegisteredClient application) {
        for (RegisteredClient other : applications.values()) {
            boolean another = !other.id().equals(application.id());
            if (another && other.name().equals(application.name())) {
                return Optional.of(new StoreOutcome.DuplicateName(application.name()));
            }
            if (another && other.clientId().equals(application.clientId())) {
                return Optional.of(new StoreOutcome.DuplicateClientId(
                        application.clientId().value()));
            }
        }
        applications.put(application.id(), application);
        return Optional.empty();
    }

    private Optional<StoreOutcome> put(ApiResource resource) {
        for (ApiResource other : apiResources.values()) {
            boolean another = !other.id().equals(resource.id());
            if (another && other.name().equals(resource.name())) {
                return Optional.of(new StoreOutcome.DuplicateName(resource.name()));
            }
            if (another && other.audience().equals(resource.audience())) {
                return Optional.of(
                        new StoreOutcome.DuplicateAudience(resource.audience().value()));
            }
        }
        apiResources.put(resource.id(), resource);
        return Optional.empty();
    }

    private static Optional<StoreOutcome> checked(Object current, Object before, Object id) {
        return missing(current, id)
                .or(() -> Objects.equals(current, before)
                        ? Optional.empty()
                        : Optional.of(new StoreOutcome.Conflict(id.toString())));
    }

    private static Optional<StoreOutcome> missing(Object current, Object id) {
        return current == null ? Optional.of(new StoreOutcome.NotFound(id.toString())) : Optional.empty();
    }
}
