package dev.countersign.core.trust;

import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.rejection.NearMiss;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The trust configuration of one authorization server at one moment, with its identity, as used by requests. Immutable;
 * a change replaces the whole snapshot.
 */
public final class TrustSnapshot implements ClientDirectory, ScopeOwners {
    private final ServerIdentity identity;
    private final List<String> tokenEndpoints;
    private final Map<IssuerIdentifier, IssuerPolicy> issuers;
    private final Map<ClientId, RegisteredClient> clients;
    private final Map<String, RegisteredClient> clientsByName;
    private final Set<String> issuerNames;
    private final Map<IssuerId, IssuerPolicy> enabledIssuers;
    private final Map<String, Set<Audience>> scopeOwners;
    private final boolean acceptsIdJags;
    private final Map<String, Audience> audiences;

    public TrustSnapshot(
            ServerIdentity identity,
            Collection<IssuerPolicy> issuers,
            Collection<RegisteredClient> clients,
            Collection<ApiResource> resources) {
        this.identity = identity;
        this.tokenEndpoints = identity.tokenEndpoints();
        this.scopeOwners = owners(resources);
        this.audiences = resources.stream()
                .collect(Collectors.toMap(ApiResource::name, ApiResource::audience, (first, _) -> first));
        this.issuers = issuers.stream()
                .collect(Collectors.toMap(policy -> policy.issuer().issuer(), Function.identity()));
        this.issuerNames =
                issuers.stream().map(policy -> policy.issuer().name()).collect(Collectors.toSet());
        this.enabledIssuers = issuers.stream()
                .filter(policy -> policy.issuer().enabled())
                .collect(Collectors.toMap(policy -> policy.issuer().id(), Function.identity()));
        this.acceptsIdJags = enabledIssuers.values().stream()
                .anyMatch(policy -> policy.issuer().verification().idJag().acceptsAny());
        this.clients = clients.stream().collect(Collectors.toMap(RegisteredClient::clientId, Function.identity()));
        this.clientsByName = clients.stream()
                .collect(Collectors.toMap(RegisteredClient::name, Function.identity(), (one, _) -> one));
    }

    @Override
    public ServerIdentity identity() {
        return identity;
    }

    /** The URLs of the token endpoint, made once: each token request needs them. */
    public List<String> tokenEndpoints() {
        return tokenEndpoints;
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

    /** The audience of the API resource with this name. */
    public Optional<Audience> audienceOf(String resourceName) {
        return Optional.ofNullable(audiences.get(resourceName));
    }

    /** Whether an enabled application may get grants for other authorization servers. */
    public boolean chains(Predicate<ChainingTarget> target) {
        return clients.values().stream()
                .filter(client -> client.enabled() && client.mayUse(GrantType.TOKEN_EXCHANGE))
                .anyMatch(client -> client.access().chaining().stream().anyMatch(target));
    }

    /** The trusted token issuer with exactly this {@code iss} value, enabled or not. */
    public Optional<IssuerPolicy> issuer(IssuerIdentifier issuer) {
        return Optional.ofNullable(issuers.get(issuer));
    }

    /** The trusted token issuer with this id, if it is enabled. */
    public Optional<IssuerPolicy> enabledIssuer(IssuerId id) {
        return Optional.ofNullable(enabledIssuers.get(id));
    }

    /** The application with exactly this name, enabled or not. */
    public Optional<RegisteredClient> clientNamed(String name) {
        return Optional.ofNullable(clientsByName.get(name));
    }

    /** Whether an enabled issuer accepts requests without client credentials. */
    public boolean acceptsRequestsWithoutCredentials() {
        return enabledIssuers.values().stream()
                .anyMatch(policy -> policy.issuer().clients().optional());
    }

    /** Whether an enabled issuer may send identity assertion authorization grants. */
    public boolean acceptsIdJags() {
        return acceptsIdJags;
    }

    /** The registered {@code iss} value most similar to this one. */
    Optional<NearMiss> nearest(IssuerIdentifier issuer) {
        return NearMiss.among(
                issuers.keySet().stream().map(IssuerIdentifier::value).sorted().toList(), issuer.value());
    }

    /**
     * Description of the other owner of a subject: an application by its client id, or another issuer, whose name
     * precedes the first colon. No token may be issued with their subjects (RFC 9068 §5, RFC 9700 §4.15).
     *
     * @param issuer the issuer whose assertion names the subject
     */
    public Optional<String> otherOwner(String subject, TrustedIssuer issuer) {
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

    /**
     * Whether the application that a token was issued to, and the issuer whose assertion it was issued for, exist and
     * are enabled.
     *
     * @param issuer empty for a client's own token
     */
    public boolean stands(ApplicationId application, ClientId clientId, Optional<IssuerId> issuer) {
        return client(clientId)
                        .filter(RegisteredClient::enabled)
                        .filter(client -> client.id().equals(application))
                        .isPresent()
                && issuer.map(enabledIssuers::containsKey).orElse(true);
    }

    @Override
    public Optional<RegisteredClient> client(ClientId clientId) {
        return Optional.ofNullable(clients.get(clientId));
    }
}
