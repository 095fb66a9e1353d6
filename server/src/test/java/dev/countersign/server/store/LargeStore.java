package dev.countersign.server.store;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A store with the largest content that the console has to support; the same in every run. */
public final class LargeStore {
    static final int ISSUERS = 1_000;
    static final int APPLICATIONS = 10_000;
    public static final int EVENTS = 1_000_000;
    public static final Duration PAST = Duration.ofDays(40);

    private static final int BATCH = 256;
    private static final RejectionCode[] CODES = RejectionCode.values();

    private final OpenStore store;
    private final Instant now;
    private final Random random = new Random(20_261_124);

    LargeStore(OpenStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** Issuers, applications, and what they did up to now, some of them most of it and some nothing. */
    void fill(int events) {
        List<TrustChange> changes = new ArrayList<>();
        for (int i = 0; i < ISSUERS; i++) {
            changes.add(new TrustChange.IssuerAdded(
                    issuer(i), created("trusted_token_issuer", issuerId(i).value())));
        }
        for (int i = 0; i < APPLICATIONS; i++) {
            changes.add(new TrustChange.ApplicationAdded(
                    application(i), created("application", applicationId(i).value())));
        }
        if (!(new SqlTrustStore(store.organization()).commit(changes) instanceof StoreOutcome.Stored)) {
            throw new AssertionError("not stored");
        }
        for (int first = 0; first < events; first += BATCH) {
            List<TokenEvent> batch = new ArrayList<>(BATCH);
            for (int i = first; i < Math.min(first + BATCH, events); i++) {
                batch.add(event(now.minus(PAST.multipliedBy(events - i).dividedBy(events)), i));
            }
            store.writer.call(
                    connection -> AuditRows.insert(connection, SampleEvents.entries(batch), Optional.empty()));
        }
    }

    /** One event; the few have many, and the last of each kind none. */
    TokenEvent event(Instant at, int number) {
        Optional<IssuerId> issuer = Optional.of(issuerId(skewed(ISSUERS - 1)));
        int application = skewed(APPLICATIONS - 1);
        int kind = random.nextInt(1_000);
        SampleEvents event =
                kind == 0 ? SampleEvents.fault(at) : kind < 100 ? SampleEvents.refused(at) : SampleEvents.accepted(at);
        if (kind >= 1 && kind < 100) {
            event.code(CODES[skewed(CODES.length)]);
        }
        return event.of(issuer, Optional.of(applicationId(application)))
                .clientId("client-" + application)
                .subject("user-" + random.nextInt(50_000))
                .correlationId("correlation-" + number)
                .build();
    }

    private int skewed(int bound) {
        double r = random.nextDouble();
        return (int) (bound * r * r * r);
    }

    static IssuerId issuerId(int number) {
        return new IssuerId("issuer-" + number);
    }

    static ApplicationId applicationId(int number) {
        return new ApplicationId("application-" + number);
    }

    private static TrustedIssuer issuer(int number) {
        String id = issuerId(number).value();
        return SampleIssuer.partner()
                .named(id, SampleEvents.nameOf(id), "https://" + id + ".example")
                .build();
    }

    private static RegisteredClient application(int number) {
        String id = applicationId(number).value();
        return SampleClient.orders()
                .named(id, SampleEvents.nameOf(id), "client-" + number)
                .secrets(SampleClient.secret("secret-" + number, "text " + number, Optional.empty()))
                .build();
    }

    private AdminEvent created(String kind, String id) {
        return new AdminEvent(
                now.minus(PAST),
                new CorrelationId("setup"),
                "admin",
                kind + ".created",
                id,
                SampleEvents.nameOf(id),
                Optional.empty(),
                Optional.of("{}"));
    }
}
