package dev.countersign.core.keys;

import dev.countersign.core.jose.key.IgnoredKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/** Journal of the fetches of one issuer, for the log and the metrics. The log hears of changes only. */
final class FetchJournal {
    private static final Logger LOG = System.getLogger(FetchJournal.class.getName());

    private final KeyringEvents events;
    private volatile String issuerName;
    private boolean failing;
    private List<IgnoredKey> ignored = List.of();

    FetchJournal(String issuerName, KeyringEvents events) {
        this.issuerName = issuerName;
        this.events = events;
    }

    void rename(String newName) {
        issuerName = newName;
    }

    synchronized void note(FetchOutcome<FetchedSet> outcome) {
        outcome.failure().ifPresent(reason -> {
            LOG.log(
                    failing ? Level.DEBUG : Level.WARNING,
                    "The JWK set of issuer {0} cannot be fetched: {1}",
                    issuerName,
                    reason);
            failing = true;
        });
        if (outcome instanceof FetchOutcome.Fetched(FetchedSet set, var _)) {
            if (failing) {
                LOG.log(Level.INFO, "The JWK set of issuer {0} is available again", issuerName);
                failing = false;
            }
            noteIgnored(set.keys().ignored());
            noteSecrets(set.keys().ignored());
        }
        events.fetched(issuerName, outcome);
    }

    private void noteSecrets(List<IgnoredKey> nowIgnored) {
        long secrets = nowIgnored.stream().filter(IgnoredKey::isSecret).count();
        if (secrets > 0) {
            events.secretsPublished(issuerName, (int) secrets);
        }
    }

    /** A private key in a published set means that anyone can sign for the issuer, so the log says so. */
    private void noteIgnored(List<IgnoredKey> nowIgnored) {
        if (!nowIgnored.equals(ignored)) {
            ignored = nowIgnored;
            for (IgnoredKey key : nowIgnored) {
                LOG.log(Level.WARNING, "Issuer {0}: {1} is not used: it {2}", issuerName, key.label(), key.reason());
            }
        }
    }
}
