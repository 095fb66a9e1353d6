package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.server.http.HttpParts.Load;
import java.util.List;
import java.util.Optional;

/**
 * Load shedder of the endpoints that authenticate clients: tells whose request it is, as far as one can tell without judging it, and asks the
 * {@link Admission}.
 */
final class Doorkeeper {
    private final Admission admission;
    private final ClientDirectory clients;
    private final Load load;

    Doorkeeper(int mostAtOnce, ClientDirectory clients, Load load) {
        this.admission = new Admission(mostAtOnce, load.waiting());
        this.clients = clients;
        this.load = load;
    }

    /** Whether a request with this header would be let in, before anything else of it was looked at. */
    boolean wouldLetIn(List<String> authorizations) {
        if (load.auditIsBehind().getAsBoolean()) {
            return false; // an exchange that would leave no trace is not made
        }
        if (admission.isCalm()) {
            return true;
        }
        Optional<ClientId> named =
                authorizations.size() == 1 ? BasicCredentials.named(authorizations.getFirst()) : Optional.empty();
        return admission.hasRoom(named.map(this::party).orElse(Admission.STRANGERS));
    }

    /**
     * Lets a request in and gives the party whose place it takes, which {@link #letOut} must be told; empty if not.
     *
     * @param presented the credentials; empty when they could not be read
     */
    Optional<String> letIn(Optional<ClientAuthentication> presented) {
        String party = presented
                .flatMap(ClientAuthentication::claimedClient)
                .map(this::party)
                .orElse(Admission.STRANGERS);
        return admission.enter(party) ? Optional.of(party) : Optional.empty();
    }

    void letOut(String party) {
        admission.leave(party);
    }

    /** Counts a request that was turned away. */
    void turnedAway() {
        load.turnedAway().run();
    }

    /** Client ids that nobody registered are anybody's to make up, so all of them are one party. */
    private String party(ClientId id) {
        return clients.client(id).isPresent() ? id.value() : Admission.STRANGERS;
    }
}
