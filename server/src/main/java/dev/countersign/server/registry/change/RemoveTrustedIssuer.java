package dev.countersign.server.registry.change;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.registry.trust.Applications;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Outcomes;
import dev.countersign.server.registry.trust.Trust;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Use case that removes a trusted token issuer. */
public final class RemoveTrustedIssuer {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    public RemoveTrustedIssuer(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Treatment of applications that name the issuer explicitly. */
    public enum Force {
        /** The issuer is not removed. */
        REFUSE,
        /**
         * Its name is removed from them too; an application that named no other may then use no issuer, rather than
         * all.
         */
        REMOVE_NAME
    }

    /** Removes the issuer, and returns it. */
    public Outcome<TrustedIssuer> remove(
            Administrator administrator, IssuerId id, ExpectedVersion expected, Force ifNamed) {
        return configuration.inTurn(
                administrator,
                trust -> trust.issuer(id)
                        .map(issuer -> decide(trust, administrator, issuer, expected, ifNamed))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<TrustedIssuer> decide(
            Trust trust, Administrator administrator, TrustedIssuer issuer, ExpectedVersion expected, Force ifNamed) {
        if (!expected.allows(ContentVersion.of(issuer))) {
            return Outcomes.stale();
        }
        List<RegisteredClient> naming = trust.applicationsNaming(issuer.name());
        if (!naming.isEmpty() && ifNamed == Force.REFUSE) {
            return new Decision.Answer<>(new Outcome.InUse<>(
                    naming.stream().map(RegisteredClient::name).sorted().toList()));
        }
        Instant now = Timestamps.now(clock);
        var events = new ChangeEvents(administrator, now);
        var changes = new ArrayList<TrustChange>();
        for (RegisteredClient application : naming) {
            var names = new HashSet<>(application.access().trustedIssuers().orElseThrow());
            names.remove(issuer.name());
            changes.add(events.changed(application, Applications.withIssuers(application, names, now)));
        }
        changes.add(events.removed(issuer));
        return new Decision.Change<>(changes, issuer);
    }
}
