package dev.countersign.server.notice;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExpiringSoon;
import dev.countersign.server.insight.IssuerKeyViews;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The notices of one organization that hold now. They are computed when they are asked for; only the last list is kept. */
public final class OpenNotices {
    /** Time for which the last list suffices for a number beside every page. */
    private static final Duration RECENT = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(OpenNotices.class.getName());

    private final List<NoticeSource> sources;
    private final InstantSource clock;
    private volatile Computed last = new Computed(List.of(), Instant.MIN);

    private record Computed(List<CurrentNotice> notices, Instant at) {}

    /**
     * The facts from which notices follow.
     *
     * @param applicationKeys the keys of an application; empty when it has none
     */
    public record Facts(
            TrustConfiguration configuration,
            IssuerKeyViews keys,
            Function<RegisteredClient, Optional<KeysInUse>> applicationKeys,
            ExpiringSoon expiring,
            ExchangeCounts counts) {}

    public OpenNotices(Facts facts, InstantSource clock) {
        this.sources = List.of(
                new ExpiryNotices(facts.expiring()),
                new KeyNotices(facts.configuration(), facts.keys(), facts.applicationKeys()),
                new RefusalNotices(facts.configuration(), facts.counts()));
        this.clock = clock;
    }

    /**
     * All notices, the most urgent first.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    public List<CurrentNotice> list() {
        Instant now = clock.instant();
        List<CurrentNotice> notices = sources.stream()
                .flatMap(source -> source.notices(now))
                .sorted(CurrentNotice.ORDER)
                .toList();
        last = new Computed(notices, now);
        return notices;
    }

    /** The notices that were computed last; none are computed. */
    public List<CurrentNotice> last() {
        return last.notices();
    }

    /** The notices of some seconds ago, or of the last time at which the store could be read. */
    public List<CurrentNotice> recent() {
        Computed known = last;
        if (known.at().plus(RECENT).isAfter(clock.instant())) {
            return known.notices();
        }
        try {
            return list();
        } catch (StoreUnavailableException unavailable) {
            LOG.log(Level.DEBUG, "The notices are those of " + known.at(), unavailable);
            // the next page does not wait for the store again
            last = new Computed(known.notices(), clock.instant());
            return known.notices();
        }
    }
}
