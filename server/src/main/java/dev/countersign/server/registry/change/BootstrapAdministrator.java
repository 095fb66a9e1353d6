package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.trust.RegisteredKind.APPLICATIONS;

import dev.countersign.base.text.FoldedName;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.Access;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.Credentials;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.client.RegisteredClient.Tokens;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.field.TextRule;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.SecretRules;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The application that administers an unattended installation: its client id and secret are taken from the environment.
 * At every start it is updated to match the environment; if it was disabled it stays disabled.
 */
public record BootstrapAdministrator(TrustConfiguration configuration, InstantSource clock) {
    static final ScopeSet SCOPES = ScopeSet.of(List.of("admin:read", "admin:write"));
    static final String NAME = "bootstrap-administrator";

    /** Prefix of the ids of secrets from the environment. */
    public static final String SECRET_ID_PREFIX = "bootstrap-";

    /** More than the number of nodes that start at the same time. */
    private static final int MOST_TRIES = 32;

    private static final Logger LOG = System.getLogger(BootstrapAdministrator.class.getName());

    /**
     * Ensures that the application exists and has this secret.
     *
     * @return the reason of a failure, as a sentence that does not quote the secret; empty on success
     */
    public Optional<String> ensure(String clientId, String secret) {
        Optional<String> objection = objection(clientId, secret);
        return objection.isPresent() ? objection : ensureSound(clientId, secret.strip());
    }

    /** The reason why there can be no such application, as a sentence that does not quote the secret. */
    public static Optional<String> objection(String clientId, String secret) {
        if (clientId.isEmpty() || !clientId.chars().allMatch(TextRule::isVisibleAscii)) {
            return Optional.of("The client id of the bootstrap administrator must be visible ASCII characters.");
        }
        return SecretRules.given()
                .objection(secret.strip())
                .map("The secret of the bootstrap administrator %s."::formatted);
    }

    private Optional<String> ensureSound(String clientId, String secret) {
        return switch (registered(new ClientId(clientId), secret)) {
            case Outcome.Done<RegisteredClient>(var application) -> {
                if (!application.enabled()) {
                    LOG.log(Level.WARNING, "The bootstrap administrator is disabled and remains disabled");
                }
                yield Optional.empty();
            }
            case Outcome<RegisteredClient> _ ->
                Optional.of(
                        "The bootstrap administrator could not be registered: other processes change it all the time."
                                + " Start the server again.");
        };
    }

    /** Registers the application; if another node does so at the same time, reads its result, which is the same. */
    private Outcome<RegisteredClient> registered(ClientId client, String secret) {
        var operator = new Administrator(
                ServerAuthor.BOOTSTRAP.word(), new CorrelationId(Secrets.generateId()), new Authority.All());
        Outcome<RegisteredClient> outcome =
                configuration.inTurn(operator, trust -> decide(trust, operator, client, secret));
        for (int tries = 1; tries < MOST_TRIES && !(outcome instanceof Outcome.Done<RegisteredClient>); tries++) {
            outcome = configuration.inTurn(operator, trust -> decide(trust, operator, client, secret));
        }
        return outcome;
    }

    private Decision<RegisteredClient> decide(Trust trust, Administrator operator, ClientId clientId, String secret) {
        Instant now = Timestamps.now(clock);
        var events = new ChangeEvents(operator, now);
        Optional<RegisteredClient> existing = trust.snapshot().client(clientId);
        if (existing.isEmpty()) {
            RegisteredClient application = application(trust, clientId, secret, now);
            return new Decision.Change<>(List.of(events.added(APPLICATIONS, application)), application);
        }
        List<TrustChange> changes = changes(trust, events, existing.get(), secret, now);
        return changes.isEmpty() ? Outcomes.unchanged(existing.get()) : new Decision.Change<>(changes, existing.get());
    }

    /** The changes that are needed to match the environment. */
    private static List<TrustChange> changes(
            Trust trust, ChangeEvents events, RegisteredClient existing, String secret, Instant now) {
        var changes = new ArrayList<TrustChange>();
        boolean wasOne = existing.access().scopes().containsAll(SCOPES);
        RegisteredClient current = withPermissions(existing, now);
        if (!current.equals(existing)) {
            changes.add(events.changed(APPLICATIONS, existing, current));
        }
        Sha256 hash = Sha256.ofUtf8(secret);
        if (wasOne
                && SecretRules.live(existing, now).stream()
                        .anyMatch(live -> live.hash().equals(hash))) {
            return changes;
        }
        ClientSecret fresh = bootstrapSecret(trust, existing.clientId(), secret, now);
        List<ClientSecret> present = existing.credentials().secrets();
        for (ClientSecret removed : wasOne ? makingRoom(existing, fresh, now) : present) {
            changes.add(events.secretRemoved(current, removed.id()));
            current = Applications.withoutSecret(current, removed.id());
        }
        changes.add(events.secretAdded(current, fresh));
        return changes;
    }

    /**
     * Secrets to be removed: the earlier one from the environment, expired ones, and the oldest if two others remain.
     */
    private static List<ClientSecret> makingRoom(RegisteredClient existing, ClientSecret fresh, Instant now) {
        var staying = new ArrayList<>(SecretRules.live(existing, now));
        staying.removeIf(secret -> secret.id().equals(fresh.id()));
        while (staying.size() >= RegisteredClient.MOST_SECRETS) {
            staying.removeFirst();
        }
        var removed = new ArrayList<>(existing.credentials().secrets());
        removed.removeAll(staying);
        return removed;
    }

    private static RegisteredClient application(Trust trust, ClientId clientId, String secret, Instant now) {
        boolean taken = trust.applications().stream().anyMatch(other -> FoldedName.areSame(other.name(), NAME));
        return new RegisteredClient(
                new ApplicationId(Secrets.generateId()),
                taken ? NAME + " " + Secrets.generateId() : NAME,
                true,
                clientId,
                new Credentials(
                        AuthenticationMethod.CLIENT_SECRET_BASIC,
                        Optional.empty(),
                        List.of(bootstrapSecret(trust, clientId, secret, now))),
                new Access(
                        Set.of(GrantType.CLIENT_CREDENTIALS),
                        Optional.of(Set.of()),
                        SCOPES,
                        SCOPES,
                        List.of(),
                        List.of()),
                new Tokens(
                        new AccessTokenSettings(
                                AccessTokenType.JWT, ApplicationFields.DEFAULT_LIFETIME, Algorithm.RS256),
                        RefreshTokenSettings.NONE),
                now,
                now);
    }

    /**
     * The application with its grant and scopes; the same object when it has them already. An application that had
     * fewer scopes could have been changed by users without them, so it loses its existing credentials.
     */
    private static RegisteredClient withPermissions(RegisteredClient before, Instant now) {
        Access access = before.access();
        var grants = EnumSet.of(GrantType.CLIENT_CREDENTIALS);
        boolean wasOne = access.scopes().containsAll(SCOPES);
        if (wasOne) {
            grants.addAll(access.grantTypes());
        }
        ScopeSet scopes = access.scopes().union(SCOPES);
        boolean same = grants.equals(access.grantTypes()) && scopes.equals(access.scopes());
        return ApplicationFields.TABLE.with(before, values -> {
            values.put(ApplicationFields.GRANT_TYPES, grants);
            values.put(ApplicationFields.SCOPES, scopes);
            values.put(ApplicationFields.UPDATED_AT, same ? before.updatedAt() : now);
            if (!wasOne) {
                values.put(ApplicationFields.AUTHENTICATION_METHOD, AuthenticationMethod.CLIENT_SECRET_BASIC);
                values.put(ApplicationFields.KEYS, Optional.empty());
            }
        });
    }

    /**
     * Has an id that is constant in an organization, so that the next secret of the environment replaces the last, and
     * that no other organization has.
     */
    private static ClientSecret bootstrapSecret(Trust trust, ClientId clientId, String secret, Instant now) {
        String organization = trust.snapshot().identity().organizationPath();
        String named = organization.isEmpty() ? clientId.value() : organization + "\n" + clientId.value();
        String id = SECRET_ID_PREFIX + Sha256.ofUtf8(named).hex().substring(0, 16);
        return new ClientSecret(id, Sha256.ofUtf8(secret), now, Optional.empty(), Optional.empty());
    }
}
