package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.IssuerChanges.IssuerChange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What is trusted now. Requests read one immutable snapshot without waiting; changes are made one after the other, first
 * on disk, then in the snapshot, and both before the administrator is answered: the very next request is judged by them.
 */
public final class TrustConfiguration implements TrustRegistry {
    private static final System.Logger LOG = System.getLogger(TrustConfiguration.class.getName());

    /** How often a decision is made anew because others were faster, before it is made in turn. */
    private static final int MOST_DECISIONS_AHEAD = 3;

    private final TrustStore store;
    private final ServerRules rules;
    private final Lock turn = new ReentrantLock();
    private final List<IssuerChanges> listeners = new CopyOnWriteArrayList<>();
    private volatile Trust trust;
    private volatile BooleanSupplier fresh = () -> true;
    /** A commit ended without saying how: the store may hold more than we know. */
    private volatile boolean doubtful;
    /** Of the store, as it was before what we know was read; changed in turn. */
    private long version;

    /** Reads everything from the store. */
    public TrustConfiguration(TrustStore store, ServerRules rules) {
        this.store = store;
        this.rules = rules;
        this.version = store.version();
        this.trust = Trust.of(store.load(), rules);
    }

    /** Lets somebody say from now on whether what is known can be relied on. */
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

    /** Our own issuer identifier. */
    public IssuerIdentifier self() {
        return rules.identity().issuer();
    }

    /** All trusted token issuers, in no order. */
    public List<TrustedIssuer> issuers() {
        return trust.issuers();
    }

    /** The trusted token issuer with this id. */
    public Optional<TrustedIssuer> issuer(IssuerId id) {
        return trust.issuer(id);
    }

    /** The trusted token issuer of exactly this name. */
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

    /** The application of exactly this name. */
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

    /** Changes with every change of anything that is trusted. */
    String trustVersion() {
        return ContentVersion.of(trust);
    }

    /** Tells somebody of all changes of issuers from now on. */
    public void onIssuerChange(IssuerChanges listener) {
        listeners.add(listener);
    }

    /** What was decided about a request, looking at what is trusted while nobody else changes it. */
    sealed interface Decision<T> {
        /** Nothing is to change, and this is the answer. */
        record Answer<T>(Outcome<T> outcome) implements Decision<T> {}

        /** These changes are to be made, all or none, and then this is the result. */
        record Change<T>(List<TrustChange> changes, T result) implements Decision<T> {}
    }

    /** Decides and acts in turn, as far as the administrator may. */
    <T> Outcome<T> inTurn(Administrator who, Function<Trust, Decision<T>> decide) {
        turn.lock();
        try {
            reloadIfChanged();
            return carryOut(who, decide.apply(trust));
        } finally {
            turn.unlock();
        }
    }

    /**
     * Decides ahead, on a snapshot, and acts in turn when that is still what is trusted: a decision that takes long holds
     * up nobody. What others changed meanwhile is decided on again.
     */
    <T> Outcome<T> aheadOfTurn(Administrator who, Function<Trust, Decision<T>> decide) {
        for (int i = 0; i < MOST_DECISIONS_AHEAD; i++) {
            Trust seen = upToDate();
            Decision<T> decision = decide.apply(seen);
            turn.lock();
            try {
                reloadIfChanged();
                if (trust == seen) {
                    return carryOut(who, decision);
                }
            } finally {
                turn.unlock();
            }
        }
        return inTurn(who, decide);
    }

    private <T> Outcome<T> carryOut(Administrator who, Decision<T> decision) {
        return switch (decision) {
            case Decision.Answer<T>(var outcome) -> outcome;
            case Decision.Change<T>(var changes, var result) -> {
                List<Problem> objections = AdminScopeRules.objections(who.authority(), trust, changes);
                yield objections.isEmpty() ? commit(changes, result) : new Outcome.Forbidden<>(objections);
            }
        };
    }

    /**
     * What {@link #inTurn} would answer now to somebody who may do everything. Nothing is changed, and nobody who changes
     * something waits for it: the decision is made on a snapshot.
     */
    <T> Outcome<T> peek(Function<Trust, Decision<T>> decide) {
        return switch (decide.apply(upToDate())) {
            case Decision.Answer<T>(var outcome) -> outcome;
            case Decision.Change<T>(List<TrustChange> _, T result) -> new Outcome.Done<>(result);
        };
    }

    /** What is trusted now, with what other nodes have changed. */
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
            changes.forEach(change -> tellListeners(before, change));
            return new Outcome.Done<>(result);
        }
        // Only another process on the same database can have been faster; what it did is looked at before the next
        // turn.
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
     * Reads the store anew if a change ended without saying whether it was made. To be called every few seconds: a
     * change that did reach the disk must not wait for the next one to be honoured.
     */
    public void refreshIfDoubtful() {
        if (doubtful && turn.tryLock()) {
            try {
                if (doubtful) {
                    reload();
                }
            } catch (StoreUnavailableException stillGone) {
                LOG.log(System.Logger.Level.WARNING, "Whether a change was made is not known yet", stillGone);
            } finally {
                turn.unlock();
            }
        }
    }

    /**
     * Reads the store anew if another node has changed it, or a change of ours ended without saying whether it was made.
     *
     * @throws StoreUnavailableException when that cannot be found out
     */
    public void refresh() {
        turn.lock();
        try {
            reloadIfChanged();
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
        tellListeners(before, after);
    }

    /** Those who were told of nothing while the store was silent learn what is different now. */
    private void tellListeners(Trust before, Trust after) {
        for (TrustedIssuer earlier : before.issuers()) {
            Optional<TrustedIssuer> later = after.issuer(earlier.id());
            if (!later.equals(Optional.of(earlier))) {
                tell(new IssuerChange(earlier.id(), Optional.of(earlier), later));
            }
        }
        for (TrustedIssuer later : after.issuers()) {
            if (before.issuer(later.id()).isEmpty()) {
                tell(new IssuerChange(later.id(), Optional.empty(), Optional.of(later)));
            }
        }
    }

    private void tell(IssuerChange change) {
        listeners.forEach(listener -> listener.changed(change));
    }

    private void tellListeners(Trust earlier, TrustChange change) {
        Optional<IssuerChange> concerned = switch (change) {
            case TrustChange.IssuerAdded added ->
                Optional.of(new IssuerChange(added.issuer().id(), Optional.empty(), Optional.of(added.issuer())));
            case TrustChange.IssuerReplaced replaced ->
                Optional.of(new IssuerChange(
                        replaced.after().id(), Optional.of(replaced.before()), Optional.of(replaced.after())));
            case TrustChange.IssuerRemoved removed ->
                Optional.of(new IssuerChange(removed.id(), earlier.issuer(removed.id()), Optional.empty()));
            case TrustChange.ApplicationAdded _,
                    TrustChange.ApplicationReplaced _,
                    TrustChange.ApplicationRemoved _,
                    TrustChange.SecretAdded _,
                    TrustChange.SecretRemoved _,
                    TrustChange.OwnerSet _,
                    TrustChange.ApiResourceAdded _,
                    TrustChange.ApiResourceReplaced _,
                    TrustChange.ApiResourceRemoved _ -> Optional.empty();
        };
        concerned.ifPresent(this::tell);
    }
}
