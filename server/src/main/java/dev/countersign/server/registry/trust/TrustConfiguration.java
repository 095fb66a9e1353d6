package dev.countersign.server.registry.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.trust.IssuerChanges.IssuerChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Current trust configuration. Requests read one immutable snapshot without waiting. Changes are made one after the
 * other, first on disk, then in the snapshot; the administrator is answered after both, so that the next request uses
 * the new configuration.
 */
public final class TrustConfiguration implements TrustRegistry {
    private static final System.Logger LOG = System.getLogger(TrustConfiguration.class.getName());

    /** Number of decisions without the lock that others may invalidate before one is made under the lock. */
    private static final int MOST_DECISIONS_AHEAD = 3;

    private final TrustStore store;
    private final ServerRules rules;
    private final Supplier<RegistrationLimits> limits;
    private final Lock turn = new ReentrantLock();
    private final List<IssuerChanges> listeners = new CopyOnWriteArrayList<>();
    private volatile Trust trust;
    private volatile BooleanSupplier fresh = () -> true;
    /** Whether the outcome of a commit is unknown, so that the store may be newer than the snapshot. */
    private volatile boolean doubtful;
    /** Version of the store before the snapshot was read; changed under the lock. */
    private long version;

    /** Reads everything from the store; nothing limits its size. */
    public TrustConfiguration(TrustStore store, ServerRules rules) {
        this(store, rules, RegistrationLimits.NONE);
    }

    /**
     * Reads everything from the store.
     *
     * @param limits asked for each change
     */
    public TrustConfiguration(TrustStore store, ServerRules rules, Supplier<RegistrationLimits> limits) {
        this.store = store;
        this.rules = rules;
        this.limits = limits;
        this.version = store.version();
        this.trust = Trust.of(store.load(), rules);
    }

    /** Sets the check whether the configuration in memory is recent enough to rely on. */
    public void freshness(BooleanSupplier judge) {
        fresh = judge;
    }

    @Override
    public boolean isFresh() {
        return fresh.getAsBoolean();
    }

    @Override
    public TrustSnapshot current() {
        return trust.snapshot();
    }

    /** The rules of the server, with its identity. */
    public ServerRules rules() {
        return rules;
    }

    /** All resources of a kind, in no order. */
    public <T> List<T> all(RegisteredKind<T> kind) {
        return kind.all().apply(trust);
    }

    /** The resource of a kind with this id. */
    public <T> Optional<T> find(RegisteredKind<T> kind, String id) {
        return kind.find().apply(trust, id);
    }

    /** All trusted token issuers, in no order. */
    public List<TrustedIssuer> issuers() {
        return trust.issuers();
    }

    /** The trusted token issuer with this id. */
    public Optional<TrustedIssuer> issuer(IssuerId id) {
        return trust.issuer(id);
    }

    /** The trusted token issuer with exactly this name. */
    public Optional<TrustedIssuer> issuerNamed(String name) {
        return trust.issuersByName().named(name);
    }

    /** All trusted token issuers in the order of their names; sorted once after a change, not for each caller. */
    public List<TrustedIssuer> issuersByName() {
        return trust.issuersByName().inOrder();
    }

    /** All applications, in no order. */
    public List<RegisteredClient> applications() {
        return trust.applications();
    }

    /** The application with this id. */
    public Optional<RegisteredClient> application(ApplicationId id) {
        return trust.application(id);
    }

    /** The application with exactly this name. */
    public Optional<RegisteredClient> applicationNamed(String name) {
        return trust.applicationsByName().named(name);
    }

    /** All applications in the order of their names; sorted once after a change, not for each caller. */
    public List<RegisteredClient> applicationsByName() {
        return trust.applicationsByName().inOrder();
    }

    /** All API resources, in no order. */
    public List<ApiResource> apiResources() {
        return trust.apiResources();
    }

    /** The API resource with this id. */
    public Optional<ApiResource> apiResource(ApiResourceId id) {
        return trust.apiResource(id);
    }

    /** A value that changes with every change of the trust configuration. */
    public String trustVersion() {
        return ContentVersion.of(trust);
    }

    /** Adds a listener for all later changes of issuers. */
    public void onIssuerChange(IssuerChanges listener) {
        listeners.add(listener);
    }

    /** Decision about a request, made on a snapshot that no other change can replace meanwhile. */
    public sealed interface Decision<T> {
        /** Decision to change nothing and to return this outcome. */
        record Answer<T>(Outcome<T> outcome) implements Decision<T> {}

        /** Decision to make these changes, all or none, and to return this result. */
        record Change<T>(List<TrustChange> changes, T result) implements Decision<T> {}
    }

    /** Decides and applies the decision under the lock, as far as the administrator is authorised. */
    public <T> Outcome<T> inTurn(Administrator administrator, Function<Trust, Decision<T>> decide) {
        turn.lock();
        try {
            reloadIfChanged();
            return carryOut(administrator, decide.apply(trust));
        } finally {
            turn.unlock();
        }
    }

    /**
     * Decides on a snapshot without the lock, and applies the decision under the lock if the configuration is still the
     * same: a decision that takes long delays no other change. After a change by others it decides again.
     */
    public <T> Outcome<T> aheadOfTurn(Administrator administrator, Function<Trust, Decision<T>> decide) {
        for (int i = 0; i < MOST_DECISIONS_AHEAD; i++) {
            Trust seen = upToDate();
            Decision<T> decision = decide.apply(seen);
            turn.lock();
            try {
                reloadIfChanged();
                if (trust == seen) {
                    return carryOut(administrator, decision);
                }
            } finally {
                turn.unlock();
            }
        }
        return inTurn(administrator, decide);
    }

    private <T> Outcome<T> carryOut(Administrator administrator, Decision<T> decision) {
        return switch (decision) {
            case Decision.Answer<T>(var outcome) -> outcome;
            case Decision.Change<T>(var changes, var result) -> {
                List<Problem> objections = AdminScopeRules.objections(administrator.authority(), trust, changes);
                if (!objections.isEmpty()) {
                    yield new Outcome.Forbidden<>(objections);
                }
                Optional<Outcome<T>> refusal = limits.get().refusal(trust, changes);
                yield refusal.isPresent() ? refusal.get() : commit(changes, result);
            }
        };
    }

    /**
     * Returns the outcome that {@link #inTurn} would have now for an administrator with full authority. It changes
     * nothing and decides on a snapshot, so that no change waits for it.
     */
    public <T> Outcome<T> peek(Function<Trust, Decision<T>> decide) {
        return switch (decide.apply(upToDate())) {
            case Decision.Answer<T>(var outcome) -> outcome;
            case Decision.Change<T>(List<TrustChange> _, T result) -> new Outcome.Done<>(result);
        };
    }

    /** The current configuration, including changes by other nodes. */
    private Trust upToDate() {
        turn.lock();
        try {
            reloadIfChanged();
            return trust;
        } finally {
            turn.unlock();
        }
    }

    private <T> Outcome<T> commit(List<TrustChange> changes, T result) {
        doubtful = true;
        StoreOutcome outcome = store.commit(changes);
        doubtful = false;
        if (outcome instanceof StoreOutcome.Stored) {
            version++;
            Trust before = trust;
            trust = before.after(changes);
            changes.forEach(change -> IssuerChanges.of(before, change).ifPresent(this::notifyOf));
            return new Outcome.Done<>(result);
        }
        // Only another process on the same database can have been faster; its changes are read before the next
        // decision.
        reload();
        return switch (outcome) {
            case StoreOutcome.Stored() -> new Outcome.Done<>(result);
            case StoreOutcome.DuplicateName _ -> Outcomes.duplicate(List.of(Unique.NAME.problem()));
            case StoreOutcome.DuplicateIssuer _ -> Outcomes.duplicate(List.of(Unique.ISSUER.problem()));
            case StoreOutcome.DuplicateClientId _ -> Outcomes.duplicate(List.of(Unique.CLIENT_ID.problem()));
            case StoreOutcome.DuplicateAudience _ -> Outcomes.duplicate(List.of(Unique.AUDIENCE.problem()));
            case StoreOutcome.TooManySecrets _ -> Outcomes.tooManySecrets();
            case StoreOutcome.Conflict _ -> new Outcome.Stale<>();
            case StoreOutcome.NotFound _ -> new Outcome.NotFound<>();
        };
    }

    /**
     * Reads the store again if the outcome of a change is unknown. Must be called every few seconds: a change that
     * reached the disk must not wait for the next one to take effect.
     */
    public void refreshIfDoubtful() {
        if (doubtful && turn.tryLock()) {
            try {
                if (doubtful) {
                    reload();
                }
            } catch (StoreUnavailableException stillGone) {
                LOG.log(System.Logger.Level.WARNING, "The outcome of a change is still unknown", stillGone);
            } finally {
                turn.unlock();
            }
        }
    }

    /**
     * Reads the store again if another node has changed it, or the outcome of a change is unknown.
     *
     * @throws StoreUnavailableException when that cannot be determined
     */
    public void refresh() {
        turn.lock();
        try {
            reloadIfChanged();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Reads the store again unless this version of it is known, or the outcome of a change is unknown.
     *
     * @param stored version of the store
     */
    public void refreshTo(long stored) {
        turn.lock();
        try {
            if (doubtful || stored != version) {
                reload();
            }
        } finally {
            turn.unlock();
        }
    }

    private void reloadIfChanged() {
        if (doubtful || store.version() != version) {
            reload();
        }
    }

    private void reload() {
        version = store.version();
        Trust before = trust;
        Trust after = Trust.of(store.load(), rules);
        trust = after;
        doubtful = false;
        notifyListeners(before, after);
    }

    /** Notifies listeners of the differences that were not reported while the store was unavailable. */
    private void notifyListeners(Trust before, Trust after) {
        for (TrustedIssuer earlier : before.issuers()) {
            Optional<TrustedIssuer> later = after.issuer(earlier.id());
            if (!later.equals(Optional.of(earlier))) {
                notifyOf(new IssuerChange(earlier.id(), Optional.of(earlier), later));
            }
        }
        for (TrustedIssuer later : after.issuers()) {
            if (before.issuer(later.id()).isEmpty()) {
                notifyOf(new IssuerChange(later.id(), Optional.empty(), Optional.of(later)));
            }
        }
    }

    private void notifyOf(IssuerChange change) {
        listeners.forEach(listener -> listener.changed(change));
    }
}
