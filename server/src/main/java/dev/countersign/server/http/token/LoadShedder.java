package dev.countersign.server.http.token;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.trust.TrustRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Load shedder of the endpoints that authenticate clients: determines the tenant of a request, as far as possible
 * without processing it, and asks the {@link ConcurrencyLimit}.
 */
public final class LoadShedder {
    /**
     * The load of the server.
     *
     * @param waiting number of token requests that wait for an issuer's keys
     * @param auditIsBehind whether audit events arrive faster than they are stored
     * @param shed called for each refused token request
     */
    public record Load(IntSupplier waiting, BooleanSupplier auditIsBehind, Runnable shed) {}

    /**
     * The party whose share of the places a request takes.
     *
     * @param organization empty for the root
     * @param client empty for all requests without a registered client
     */
    public record Tenant(String organization, String client) {}

    private final ConcurrencyLimit limit;
    private final TrustRegistry trust;
    private final Load load;

    public LoadShedder(int mostAtOnce, TrustRegistry trust, Load load) {
        this(new ConcurrencyLimit(mostAtOnce, load.waiting()), trust, load);
    }

    private LoadShedder(ConcurrencyLimit limit, TrustRegistry trust, Load load) {
        this.limit = limit;
        this.trust = trust;
        this.load = load;
    }

    /** The shedder of another organization, within the same limit. */
    public LoadShedder of(TrustRegistry organization) {
        return new LoadShedder(limit, organization, load);
    }

    /** Whether a request with this header would be admitted. */
    boolean wouldAdmit(List<String> authorizations) {
        if (load.auditIsBehind().getAsBoolean()) {
            return false; // while the audit is behind, an exchange would leave no record
        }
        if (limit.isFarFromFull()) {
            return true;
        }
        Optional<ClientId> named =
                authorizations.size() == 1 ? BasicCredentials.named(authorizations.getFirst()) : Optional.empty();
        return limit.hasRoom(named.map(this::tenant).orElseGet(this::unregistered));
    }

    /**
     * Admits a request and returns its tenant, which must be passed to {@link #release}; empty if it is refused.
     *
     * @param presented the credentials; empty when they could not be read
     */
    public Optional<Tenant> admit(Optional<ClientAuthentication> presented) {
        Tenant tenant = presented
                .flatMap(ClientAuthentication::claimedClient)
                .map(this::tenant)
                .orElseGet(this::unregistered);
        return limit.enter(tenant) ? Optional.of(tenant) : Optional.empty();
    }

    public void release(Tenant tenant) {
        limit.leave(tenant);
    }

    /** Counts a refused request. */
    public void shed() {
        load.shed().run();
    }

    /**
     * Returns the tenant of a client id; all unregistered client ids share one tenant, because a caller can invent
     * them.
     */
    private Tenant tenant(ClientId id) {
        return trust.current().client(id).isPresent() ? new Tenant(organization(), id.value()) : unregistered();
    }

    /** The tenant of all requests without a registered client, one for each organization. */
    private Tenant unregistered() {
        return new Tenant(organization(), "");
    }

    private String organization() {
        return trust.current().identity().organizationPath();
    }
}
