package dev.countersign.server.management;

import dev.countersign.base.text.FoldedName;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.client.RegisteredClient.AccessTokenSettings;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.management.TrustConfiguration.Decision;
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
 * The application by which an unattended installation is administered: its client id and secret come from the
 * environment. At every start it is made what the environment says; an application that was disabled stays disabled.
 */
public final class BootstrapAdministrator {
    static final ScopeSet SCOPES = ScopeSet.of(List.of("admin:read", "admin:write"));
    static final String NAME = "bootstrap-administrator";

    /** What the ids of secrets from the environment begin with. */
    static final String SECRET_ID_PREFIX = "bootstrap-";

    /** More than nodes that ever start at the same moment. */
    private static final int MOST_TRIES = 32;

    private static final Logger LOG = System.getLogger(BootstrapAdministrator.class.getName());
    private static final String ACTOR = "bootstrap";

    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public BootstrapAdministrator(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /**
     * Makes sure that the application is there and has this secret.
     *
     * @return why it cannot be, as a sentence that does not quote the secret; empty when all is well
     */
    public Optional<String> ensure(String clientId, String secret) {
        if (clientId.isEmpty() || !clientId.chars().allMatch(TextRule::isVisibleAscii)) {
            return Optional.of("The client id of the bootstrap administrator must be visible ASCII characters.");
        }
        Optional<String> objection = SecretRules.given().objection(secret.strip());
        if (objection.isPresent()) {
            return Optional.of("The secret of the bootstrap administrator %s.".formatted(objection.get()));
        }
        return ensureSound(clientId, secret.strip());
    }

    private Optional<String> ensureSound(String clientId, String secret) {
        return switch (registered(new ClientId(clientId), secret)) {
            case Outcome.Done<RegisteredClient>(var application) -> {
                if (!application.enabled()) {
                    LOG.log(Level.WARNING, "The bootstrap administrator is disabled, and stays so");
                }
                yield Optional.empty();
            }
            case Outcome<RegisteredClient> _ ->
                Optional.of(
                        "The bootstrap administrator could not be registered: other processes change it all the time."
                                + " Start the server again.");
        };
    }

    /** Another node that starts now may be faster; then what it did is read, and is what was to be done. */
    private Outcome<RegisteredClient> registered(ClientId client, String secret) {
        var operator = new Administrator(ACTOR, new CorrelationId(Secrets.generateId()), new Authority.All());
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
            return new Decision.Change<>(List.of(events.added(application)), application);
        }
        List<TrustChange> changes = changes(events, existing.get(), secret, now);
        return changes.isEmpty() ? Outcomes.unchanged(existing.get()) : new Decision.Change<>(changes, existing.get());
    }

    /** What is missing of what the environment says. */
    private static List<TrustChange> changes(
            ChangeEvents events, RegisteredClient existing, String secret, Instant now) {
        var changes = new ArrayList<TrustChange>();
        boolean wasOne = existing.scopes().containsAll(SCOPES);
        RegisteredClient current = withPermissions(existing, now);
        if (!current.equals(existing)) {
            changes.add(events.changed(existing, current));
        }
        Sha256 hash = Sha256.ofUtf8(secret);
        if (wasOne
                && SecretRules.live(existing, now).stream()
                        .anyMatch(live -> live.hash().equals(hash))) {
            return changes;
        }
        ClientSecret fresh = bootstrapSecret(existing.clientId(), secret, now);
        for (ClientSecret removed : wasOne ? makingRoom(existing, fresh, now) : existing.secrets()) {
            changes.add(events.secretRemoved(current, removed.id()));
            current = Applications.withoutSecret(current, removed.id());
        }
        changes.add(events.secretAdded(current, fresh));
        return changes;
    }

    /** The earlier secret of the environment, expired ones, and the oldest if two others are left. */
    private static List<ClientSecret> makingRoom(RegisteredClient existing, ClientSecret fresh, Instant now) {
        var staying = new ArrayList<>(SecretRules.live(existing, now));
        staying.removeIf(secret -> secret.id().equals(fresh.id()));
        while (staying.size() >= RegisteredClient.MOST_SECRETS) {
            staying.removeFirst();
        }
        var removed = new ArrayList<>(existing.secrets());
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
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                Optional.empty(),
                Set.of(GrantType.CLIENT_CREDENTIALS),
                Optional.of(Set.of()),
                SCOPES,
                SCOPES,
                List.of(),
                List.of(),
                new AccessTokenSettings(AccessTokenType.JWT, ApplicationFields.DEFAULT_LIFETIME, Algorithm.RS256),
                RefreshTokenSettings.NONE,
                List.of(bootstrapSecret(clientId, secret, now)),
                now,
                now);
    }

    /**
     * The application with grant and scopes; the same when it has them already. One that had fewer scopes could be changed
     * by those who hold none of them, so that it keeps no credentials of before.
     */
    private static RegisteredClient withPermissions(RegisteredClient before, Instant now) {
        var grants = EnumSet.of(GrantType.CLIENT_CREDENTIALS);
        boolean wasOne = before.scopes().containsAll(SCOPES);
        if (wasOne) {
            grants.addAll(before.grantTypes());
        }
        ScopeSet scopes = before.scopes().union(SCOPES);
        boolean same = grants.equals(before.grantTypes()) && scopes.equals(before.scopes());
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

    /** Always under the same id, so that the next secret of the environment takes the place of the last. */
    private static ClientSecret bootstrapSecret(ClientId clientId, String secret, Instant now) {
        String id = SECRET_ID_PREFIX + Sha256.ofUtf8(clientId.value()).hex().substring(0, 16);
        return new ClientSecret(id, Sha256.ofUtf8(secret), now, Optional.empty(), Optional.empty());
    }
}
