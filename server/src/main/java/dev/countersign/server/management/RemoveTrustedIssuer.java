package dev.countersign.server.management;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.management.TrustConfiguration.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Ends the trust in a token issuer. */
public final class RemoveTrustedIssuer {
    private final TrustConfiguration configuration;
    private final InstantSource clock;

    RemoveTrustedIssuer(TrustConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** What becomes of applications that name the issuer explicitly. */
    public enum Force {
        /** The issuer is not removed. */
        REFUSE,
        /** Its name is removed from them too; the one that named no other may use none then, not all. */
        REMOVE_NAME
    }

    /** Removes the issuer; gives it as it was. */
    public Outcome<TrustedIssuer> remove(Administrator who, IssuerId id, ExpectedVersion expected, Force ifNamed) {
        return configuration.inTurn(
                who,
                trust -> trust.issuer(id)
                        .map(issuer -> decide(trust, who, issuer, expected, ifNamed))
                        .orElseGet(Outcomes::notFound));
    }

    private Decision<TrustedIssuer> decide(
            Trust trust, Administrator who, TrustedIssuer issuer, ExpectedVersion expected, Force ifNamed) {
        if (!expected.allows(ContentVersion.of(issuer))) {
            return Outcomes.stale();
        }
        List<RegisteredClient> naming = trust.applicationsNaming(issuer.name());
        if (!naming.isEmpty() && ifNamed == Force.REFUSE) {
            return new Decision.Answer<>(new Outcome.InUse<>(
                    naming.stream().map(RegisteredClient::name).sorted().toList()));
        }
        Instant now = Timestamps.now(clock);
        var events = new ChangeEvents(who, now);
        var changes = new ArrayList<TrustChange>();
        for (RegisteredClient application : naming) {
            var names = new HashSet<>(application.trustedIssuers().orElseThrow());
            names.remove(issuer.name());
            changes.add(events.changed(application, Applications.withIssuers(application, names, now)));
        }
        changes.add(events.removed(issuer));
        return new Decision.Change<>(changes, issuer);
    }
}
