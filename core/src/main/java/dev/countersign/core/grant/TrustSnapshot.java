package dev.countersign.core.grant;

import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.policy.ApiResource;
import dev.countersign.core.policy.IssuerPolicy;
import dev.countersign.core.policy.ScopeOwners;
import dev.countersign.core.policy.SubjectOwners;
import dev.countersign.core.rejection.NearMiss;
import dev.countersign.core.token.TokenBacking;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All trusted token issuers and applications at one moment, immutable; a change replaces the whole. */
public final class TrustSnapshot implements ClientDirectory, SubjectOwners, ScopeOwners, TokenBacking {
    private final Map<IssuerIdentifier, IssuerPolicy> issuers;
    private final Map<ClientId, RegisteredClient> clients;
    private final Set<String> issuerNames;
    private final Set<IssuerId> enabledIssuers;
    private final Map<String, Set<Audience>> scopeOwners;

    /** The snapshot of a server that knows no API resources. */
    public TrustSnapshot(Collection<TrustedIssuer> issuers, Collection<RegisteredClient> clients) {
        this(issuers, clients, List.of());
    }

    public TrustSnapshot(
            Collection<TrustedIssuer> issuers,
            Collection<RegisteredClient> clients,
            Collection<ApiResource> resources) {
        this(issuers.stream().collect(Collectors.toMap(TrustedIssuer::issuer, IssuerPolicy::of)), clients, resources);
    }

    private TrustSnapshot(
            Map<IssuerIdentifier, IssuerPolicy> issuers,
            Collection<RegisteredClient> clients,
            Collection<ApiResource> resources) {
        this.scopeOwners = owners(resources);
        this.issuers = issuers;
        this.issuerNames =
                issuers.values().stream().map(policy -> policy.issuer().name()).collect(Collectors.toSet());
        this.enabledIssuers = issuers.values().stream()
                .map(IssuerPolicy::issuer)
                .filter(TrustedIssuer::enabled)
                .map(TrustedIssuer::id)
                .collect(Collectors.toSet());
        this.clients = clients.stream().collect(Collectors.toMap(RegisteredClient::clientId, Function.identity()));
    }

    /** The snapshot of issuers whose conditions are compiled already. */
    public static TrustSnapshot ofPolicies(
            Collection<IssuerPolicy> policies,
            Collection<RegisteredClient> clients,
            Collection<ApiResource> resources) {
        return new TrustSnapshot(
                policies.stream()
                        .collect(Collectors.toMap(policy -> policy.issuer().issuer(), Function.identity())),
                clients,
                resources);
    }

    private static Map<String, Set<Audience>> owners(Collection<ApiResource> resources) {
        var owners = new HashMap<String, Set<Audience>>();
        for (ApiResource resource : resources) {
            for (String scope : resource.scopes().tokens()) {
                owners.computeIfAbsent(scope, _ -> new HashSet<>()).add(resource.audience());
            }
        }
        return UnmodifiableCopies.of(owners);
    }

    @Override
    public Set<Audience> knowing(String scope) {
        return scopeOwners.getOrDefault(scope, Set.of());
    }

    /** The trusted token issuer with exactly this {@code iss} value, enabled or not. */
    public Optional<IssuerPolicy> issuer(IssuerIdentifier issuer) {
        return Optional.ofNullable(issuers.get(issuer));
    }

    /** The registered {@code iss} value that this one nearly is. */
    Optional<NearMiss> nearest(IssuerIdentifier issuer) {
        return NearMiss.among(
                issuers.keySet().stream().map(IssuerIdentifier::value).sorted().toList(), issuer.value());
    }

    /** A name has no colon, so what stands before the first one says whose subject it is. */
    @Override
    public Optional<String> other(String subject, TrustedIssuer issuer) {
        int colon = subject.indexOf(':');
        if (colon > 0) {
            String name = subject.substring(0, colon);
            if (!name.equals(issuer.name()) && issuerNames.contains(name)) {
                return Optional.of("a subject of the issuer " + name);
            }
        }
        return clients.containsKey(new ClientId(subject))
                ? Optional.of("the client id of an application")
                : Optional.empty();
    }

    @Override
    public boolean stands(ApplicationId application, ClientId clientId, Optional<IssuerId> issuer) {
        return client(clientId)
                        .filter(RegisteredClient::enabled)
                        .filter(client -> client.id().equals(application))
                        .isPresent()
                && issuer.map(enabledIssuers::contains).orElse(true);
    }

    @Override
    public Optional<RegisteredClient> client(ClientId clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }
}
