package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.http.HttpParts.Load;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who stands before the token endpoint: tells whose request it is, as far as one can tell without judging it, asks the
 * {@link Admission}, and sees to it that a flood of refusals does not drown what they make room for.
 */
final class Doorkeeper {
    /** So many refusals a second have an audit event each; the others are counted. */
    private static final int AUDITED_A_SECOND = 50;

    private final Admission admission;
    private final ClientDirectory clients;
    private final Load load;
    private final AtomicLong second = new AtomicLong(System.nanoTime());
    private final AtomicInteger audited = new AtomicInteger();

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

    /** Lets a request in and gives the party whose place it takes, which {@link #letOut} must be told; empty if not. */
    Optional<String> letIn(Ruling<TokenRequest> parsed) {
        String party = parsed instanceof Ruling.Granted<TokenRequest>(TokenRequest request)
                ? named(request.client()).map(this::party).orElse(Admission.STRANGERS)
                : Admission.STRANGERS;
        return admission.enter(party) ? Optional.of(party) : Optional.empty();
    }

    void letOut(String party) {
        admission.leave(party);
    }

    /** Whether a request that was turned away gets an audit event; else it is counted here. */
    boolean isAudited() {
        long now = System.nanoTime();
        long began = second.get();
        if (now - began >= Duration.ofSeconds(1).toNanos() && second.compareAndSet(began, now)) {
            audited.set(0);
        }
        if (audited.incrementAndGet() <= AUDITED_A_SECOND) {
            return true;
        }
        load.turnedAway().run();
        return false;
    }

    /** Client ids that nobody registered are anybody's to make up, so all of them are one party. */
    private String party(ClientId id) {
        return clients.client(id).isPresent() ? id.value() : Admission.STRANGERS;
    }

    private static Optional<ClientId> named(ClientAuthentication client) {
        return switch (client) {
            case ClientAuthentication.Secret secret -> Optional.of(secret.clientId());
            case ClientAuthentication.Assertion assertion -> assertion.claimed();
            case ClientAuthentication.Missing _, ClientAuthentication.Unreadable _ -> Optional.empty();
        };
    }
}
