package dev.countersign.server.registry.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Immutable trust configuration at one moment, by id and as the snapshot used for requests. */
public final class Trust {
    private final ServerRules rules;
    private final Map<IssuerId, IssuerPolicy> issuers;
    private final Map<ApplicationId, RegisteredClient> applications;
    private final Map<ApiResourceId, ApiResource> apiResources;
    private final Map<String, String> owners;
    private final ByName<TrustedIssuer> issuersByName;
    private final ByName<RegisteredClient> applicationsByName;
    private final TrustSnapshot snapshot;

    private Trust(
            ServerRules rules,
            Map<IssuerId, IssuerPolicy> issuers,
            Map<ApplicationId, RegisteredClient> applications,
            Map<ApiResourceId, ApiResource> apiResources,
            Map<String, String> owners) {
        this.rules = rules;
        this.owners = UnmodifiableCopies.of(owners);
        this.issuers = UnmodifiableCopies.of(issuers);
        this.applications = UnmodifiableCopies.of(applications);
        this.apiResources = UnmodifiableCopies.of(apiResources);
        this.issuersByName = new ByName<>(issuers(), TrustedIssuer::name);
        this.applicationsByName = new ByName<>(this.applications.values(), RegisteredClient::name);
        this.snapshot = new TrustSnapshot(
                rules.identity(), this.issuers.values(), this.applications.values(), this.apiResources.values());
    }

    static Trust of(TrustStore.Contents contents, ServerRules rules) {
        return new Trust(
                rules,
                contents.issuers().stream()
                        .collect(Collectors.toMap(TrustedIssuer::id, issuer -> IssuerPolicy.of(issuer, rules))),
                contents.applications().stream().collect(Collectors.toMap(RegisteredClient::id, Function.identity())),
                contents.apiResources().stream().collect(Collectors.toMap(ApiResource::id, Function.identity())),
                contents.owners());
    }

    /** The configuration after these changes. Only conditions of changed issuers are compiled again. */
    public Trust after(List<TrustChange> changes) {
        var newIssuers = new HashMap<>(issuers);
        var newApplications = new HashMap<>(applications);
        var newApiResources = new HashMap<>(apiResources);
        var newOwners = new HashMap<>(owners);
        for (TrustChange change : changes) {
            switch (change) {
                case TrustChange.IssuerAdded added ->
                    newIssuers.put(added.issuer().id(), IssuerPolicy.of(added.issuer(), rules));
                case TrustChange.IssuerReplaced replaced ->
                    newIssuers.put(replaced.after().id(), IssuerPolicy.of(replaced.after(), rules));
                case TrustChange.IssuerRemoved removed -> newIssuers.remove(removed.id());
                case TrustChange.ApplicationAdded added ->
                    newApplications.put(added.application().id(), added.application());
                case TrustChange.ApplicationReplaced replaced ->
                    newApplications.computeIfPresent(
                            replaced.after().id(),
                            (_, current) -> Applications.withSecrets(
                                    replaced.after(), current.credentials().secrets()));
                case TrustChange.ApplicationRemoved removed -> newApplications.remove(removed.id());
                case TrustChange.SecretAdded added ->
                    newApplications.computeIfPresent(
                            added.application(), (_, current) -> Applications.withSecret(current, added.secret()));
                case TrustChange.SecretRemoved removed ->
                    newApplications.computeIfPresent(
                            removed.application(),
                            (_, current) -> Applications.withoutSecret(current, removed.secretId()));
                case TrustChange.ApiResourceAdded added ->
                    newApiResources.put(added.resource().id(), added.resource());
                case TrustChange.ApiResourceReplaced replaced ->
                    newApiResources.put(replaced.after().id(), replaced.after());
                case TrustChange.ApiResourceRemoved removed -> newApiResources.remove(removed.id());
                case TrustChange.OwnerSet set -> newOwners.put(set.id(), set.owner());
            }
        }
        newOwners
                .keySet()
                .removeIf(id -> !newIssuers.containsKey(new IssuerId(id))
                        && !newApplications.containsKey(new ApplicationId(id))
                        && !newApiResources.containsKey(new ApiResourceId(id)));
        return new Trust(rules, newIssuers, newApplications, newApiResources, newOwners);
    }

    public TrustSnapshot snapshot() {
        return snapshot;
    }

    public Optional<TrustedIssuer> issuer(IssuerId id) {
        return Optional.ofNullable(issuers.get(id)).map(IssuerPolicy::issuer);
    }

    public Optional<RegisteredClient> application(ApplicationId id) {
        return Optional.ofNullable(applications.get(id));
    }

    public Optional<ApiResource> apiResource(ApiResourceId id) {
        return Optional.ofNullable(apiResources.get(id));
    }

    public List<TrustedIssuer> issuers() {
        return issuers.values().stream().map(IssuerPolicy::issuer).toList();
    }

    public List<RegisteredClient> applications() {
        return List.copyOf(applications.values());
    }

    public List<ApiResource> apiResources() {
        return List.copyOf(apiResources.values());
    }

    /** The owner of the files that define the resource with this id; empty when it is not defined by files. */
    public Optional<String> owner(String id) {
        return Optional.ofNullable(owners.get(id));
    }

    public Set<String> issuerNames() {
        return issuers().stream().map(TrustedIssuer::name).collect(Collectors.toSet());
    }

    public Set<String> applicationNames() {
        return applications.values().stream().map(RegisteredClient::name).collect(Collectors.toSet());
    }

    ByName<TrustedIssuer> issuersByName() {
        return issuersByName;
    }

    ByName<RegisteredClient> applicationsByName() {
        return applicationsByName;
    }

    /** The applications that name this issuer explicitly. */
    public List<RegisteredClient> applicationsNaming(String issuerName) {
        return applications().stream()
                .filter(application -> application.access().names(issuerName))
                .toList();
    }

    /** The issuers with this default application. */
    public List<TrustedIssuer> issuersDefaultingTo(String applicationName) {
        return issuers().stream()
                .filter(issuer -> issuer.clients().names(applicationName))
                .toList();
    }

    /** The applications that name this audience. */
    public List<RegisteredClient> applicationsFor(Audience audience) {
        return applications().stream()
                .filter(application -> application.access().audiences().contains(audience))
                .toList();
    }

    /** Conflicts of this resource with others of its kind. */
    public <T> List<Problem> clashes(RegisteredKind<T> kind, T candidate) {
        String id = kind.id(candidate);
        boolean keepsName = kind.find()
                .apply(this, id)
                .filter(before -> kind.name(before).equals(kind.name(candidate)))
                .isPresent();
        return kind.all().apply(this).stream()
                .filter(other -> !kind.id(other).equals(id))
                .flatMap(other -> kind.shared(candidate, other).stream())
                .filter(unique -> unique != Unique.LIKENESS || !keepsName)
                .map(Unique::problem)
                .distinct()
                .toList();
    }
}
