package dev.countersign.server.management;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All that is trusted at one moment, by id and as the snapshot that requests are judged by; immutable. */
final class Trust {
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

    /** What is trusted after these changes. Only conditions of issuers that changed are compiled again. */
    Trust after(List<TrustChange> changes) {
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
                            (_, current) -> Applications.withSecrets(replaced.after(), current.secrets()));
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

    TrustSnapshot snapshot() {
        return snapshot;
    }

    Optional<TrustedIssuer> issuer(IssuerId id) {
        return Optional.ofNullable(issuers.get(id)).map(IssuerPolicy::issuer);
    }

    Optional<RegisteredClient> application(ApplicationId id) {
        return Optional.ofNullable(applications.get(id));
    }

    Optional<ApiResource> apiResource(ApiResourceId id) {
        return Optional.ofNullable(apiResources.get(id));
    }

    List<TrustedIssuer> issuers() {
        return issuers.values().stream().map(IssuerPolicy::issuer).toList();
    }

    List<RegisteredClient> applications() {
        return List.copyOf(applications.values());
    }

    List<ApiResource> apiResources() {
        return List.copyOf(apiResources.values());
    }

    /** In whose files the thing of this id is kept; empty when it was made by hand. */
    Optional<String> owner(String id) {
        return Optional.ofNullable(owners.get(id));
    }

    Set<String> issuerNames() {
        return issuers().stream().map(TrustedIssuer::name).collect(Collectors.toSet());
    }

    ByName<TrustedIssuer> issuersByName() {
        return issuersByName;
    }

    ByName<RegisteredClient> applicationsByName() {
        return applicationsByName;
    }

    /** The applications that name this issuer explicitly. */
    List<RegisteredClient> applicationsNaming(String issuerName) {
        return applications().stream()
                .filter(application -> application
                        .trustedIssuers()
                        .filter(names -> names.contains(issuerName))
                        .isPresent())
                .toList();
    }

    /** The applications whose tokens may be meant for this audience, because they name it. */
    List<RegisteredClient> applicationsFor(Audience audience) {
        return applications().stream()
                .filter(application -> application.audiences().contains(audience))
                .toList();
    }

    /** What is the same in this issuer and another one. */
    List<Problem> clashes(TrustedIssuer candidate) {
        boolean keepsName = issuer(candidate.id())
                .filter(before -> before.name().equals(candidate.name()))
                .isPresent();
        return issuers().stream()
                .filter(other -> !other.id().equals(candidate.id()))
                .flatMap(other -> Unique.shared(candidate, other).stream())
                .filter(unique -> unique != Unique.LIKENESS || !keepsName)
                .map(Unique::problem)
                .distinct()
                .toList();
    }

    /** What is the same in this application and another one. */
    List<Problem> clashes(RegisteredClient candidate) {
        boolean keepsName = application(candidate.id())
                .filter(before -> before.name().equals(candidate.name()))
                .isPresent();
        return applications().stream()
                .filter(other -> !other.id().equals(candidate.id()))
                .flatMap(other -> Unique.shared(candidate, other).stream())
                .filter(unique -> unique != Unique.LIKENESS || !keepsName)
                .map(Unique::problem)
                .distinct()
                .toList();
    }

    /** What is the same in this API resource and another one. */
    List<Problem> clashes(ApiResource candidate) {
        boolean keepsName = apiResource(candidate.id())
                .filter(before -> before.name().equals(candidate.name()))
                .isPresent();
        return apiResources().stream()
                .filter(other -> !other.id().equals(candidate.id()))
                .flatMap(other -> Unique.shared(candidate, other).stream())
                .filter(unique -> unique != Unique.LIKENESS || !keepsName)
                .map(Unique::problem)
                .distinct()
                .toList();
    }
}
