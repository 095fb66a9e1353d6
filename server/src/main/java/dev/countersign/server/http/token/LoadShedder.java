package dev.countersign.server.http.token;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.trust.TrustRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Load shedder of the endpoints that authenticate clients: tells whose request it is, as far as that can be told without
 * judging it, and asks the {@link ConcurrencyLimit}.
 */
public final class LoadShedder {
    /**
     * The load.
     *
     * @param waiting how many token requests wait for an issuer's keys at this moment
     * @param auditIsBehind whether audit events come faster than they can be kept
     * @param shed is told of each token request that was turned away
     */
    public record Load(IntSupplier waiting, BooleanSupplier auditIsBehind, Runnable shed) {}

    private final ConcurrencyLimit limit;
    private final TrustRegistry trust;
    private final Load load;

    public LoadShedder(int mostAtOnce, TrustRegistry trust, Load load) {
        this.limit = new ConcurrencyLimit(mostAtOnce, load.waiting());
        this.trust = trust;
        this.load = load;
    }

    /** Whether a request with this header would be let in, before anything else of it was looked at. */
    boolean wouldAdmit(List<String> authorizations) {
        if (load.auditIsBehind().getAsBoolean()) {
            return false; // an exchange that would leave no trace is not made
        }
        if (limit.isFarFromFull()) {
            return true;
        }
        Optional<ClientId> named =
                authorizations.size() == 1 ? BasicCredentials.named(authorizations.getFirst()) : Optional.empty();
        return limit.hasRoom(named.map(this::tenant).orElse(ConcurrencyLimit.UNREGISTERED));
    }

    /**
     * Lets a request in and gives the tenant whose place it takes, which {@link #release} must be told; empty if not.
     *
     * @param presented the credentials; empty when they could not be read
     */
    Optional<String> admit(Optional<ClientAuthentication> presented) {
        String tenant = presented
                .flatMap(ClientAuthentication::claimedClient)
                .map(this::tenant)
                .orElse(ConcurrencyLimit.UNREGISTERED);
        return limit.enter(tenant) ? Optional.of(tenant) : Optional.empty();
    }

    void release(String tenant) {
        limit.leave(tenant);
    }

    /** Counts a request that was turned away. */
    void shed() {
        load.shed().run();
    }

    /** Client ids that nobody registered are anybody's to make up, so all of them are one tenant. */
    private String tenant(ClientId id) {
        return trust.current().client(id).isPresent() ? id.value() : ConcurrencyLimit.UNREGISTERED;
    }
}
