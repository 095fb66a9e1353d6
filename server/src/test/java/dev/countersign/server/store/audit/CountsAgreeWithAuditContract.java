package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.insight.ExchangeCounts.CodeCount;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.Purge;
import dev.countersign.server.store.database.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Counts are what counting the audit gives: over batches that were kept and batches that were not, events that come late, and
 * purges in between.
 */
abstract class CountsAgreeWithAuditContract {
    private static final Instant BEGIN = Instant.parse("2026-11-24T13:37:41.500Z");
    private static final Retention LONG = new Retention(Duration.ofDays(7), Duration.ofDays(4_000));
    private static final int STEPS = 25;

    /** The counts of all requests together are kept for 8 days. */
    private static final List<Span> OF_ALL = List.of(Span.HOUR, Span.DAY, Span.WEEK);

    /** Those of an issuer or an application are kept by the hour for one day, and by the day for 30. */
    private static final List<Span> OF_EACH = List.of(Span.DAY, Span.MONTH);

    private final SettableClock clock = new SettableClock(BEGIN);

    /** Runs random steps on an empty store, and compares in between. */
    final void runSteps(OpenStore store, Random random) {
        clock.set(BEGIN);
        register(store);
        var events = new GeneratedEvents(random);
        for (int step = 0; step < STEPS; step++) {
            step(store, random, events.before(clock.instant()));
            if (step % 5 == 0 || step == STEPS - 1) {
                compare(store);
            }
        }
    }

    /** What is registered is remembered for ever; here that is all that events name. */
    private static void register(OpenStore store) {
        GeneratedEvents.ISSUERS.forEach(id -> Registered.issuer(store, id));
        GeneratedEvents.APPLICATIONS.forEach(id -> Registered.application(store, id));
    }

    private void step(OpenStore store, Random random, List<TokenEvent> batch) {
        switch (random.nextInt(6)) {
            case 0 -> new Purge(store.writer, clock, LONG).run(() -> true);
            case 1 -> clock.advance(Duration.ofMinutes(random.nextInt(300)));
            case 2 -> clock.advance(Duration.ofHours(random.nextInt(100)));
            case 3 -> fail(store, batch);
            default ->
                store.writer.call(connection ->
                        AuditRows.insert(connection, SampleEvents.entries(batch), store.engine.eventNumbers()));
        }
    }

    /** The process may end at any moment: what the transaction did not commit is in neither. */
    private static void fail(OpenStore store, List<TokenEvent> batch) {
        assertThatThrownBy(() -> store.writer.call(connection -> {
                    AuditRows.insert(connection, SampleEvents.entries(batch), store.engine.eventNumbers());
                    throw new IllegalArgumentException("the end");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    private void compare(OpenStore store) {
        var counts = new CountedExchanges(store.organization(), clock);
        var audit = new CountedByHand(store, clock.instant());
        for (Span span : OF_ALL) {
            assertThat(counts.over(span))
                    .hasSize(span.parts())
                    .allSatisfy(bucket -> assertThat(bucket).isEqualTo(audit.bucket(bucket)));
            for (CodeCount code : counts.refusals(span, 100)) {
                assertThat(code.count()).isEqualTo(audit.refused(code.code(), span.from(clock.instant())));
            }
        }
        for (Span span : OF_EACH) {
            for (IssuerId id : GeneratedEvents.ISSUERS) {
                assertThat(counts.over(span, id))
                        .hasSize(span.parts())
                        .allSatisfy(bucket -> assertThat(bucket)
                                .isEqualTo(audit.bucket(bucket, "issuer", SampleEvents.nameOf(id.value()))));
            }
            for (ApplicationId id : GeneratedEvents.APPLICATIONS) {
                assertThat(counts.over(span, id))
                        .hasSize(span.parts())
                        .allSatisfy(bucket -> assertThat(bucket)
                                .isEqualTo(audit.bucket(bucket, "application", SampleEvents.nameOf(id.value()))));
            }
        }
        counts.ofIssuers(GeneratedEvents.ISSUERS).forEach((id, activity) -> {
            assertThat(activity).isEqualTo(audit.activity("issuer", SampleEvents.nameOf(id.value())));
        });
        counts.ofApplications(GeneratedEvents.APPLICATIONS).forEach((id, activity) -> {
            assertThat(activity).isEqualTo(audit.activity("application", SampleEvents.nameOf(id.value())));
        });
        for (IssuerId issuer : GeneratedEvents.ISSUERS) {
            var ofIssuer = counts.exchangesOf(issuer, 30, 100);
            for (ApplicationId application : GeneratedEvents.APPLICATIONS) {
                long exchanges = audit.exchanges(issuer, application);
                assertThat(ofIssuer.getOrDefault(application, 0L)).isEqualTo(exchanges);
                assertThat(counts.exchangesOf(application, 30, 100).getOrDefault(issuer, 0L))
                        .isEqualTo(exchanges);
            }
        }
    }
}
