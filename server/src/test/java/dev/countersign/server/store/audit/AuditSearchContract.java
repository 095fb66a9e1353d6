package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Contract of audit searches with a time limit, on any engine: they find exactly the matching events, for any limit and
 * any order of recording.
 */
abstract class AuditSearchContract {
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");
    private static final Stretch ALL = Stretch.backFrom(Long.MAX_VALUE);

    private static final int BATCHES = 45;
    private static final int TOGETHER = 20;

    static OpenStore store;
    private static AuditFinder finder;
    private static List<AuditRecord> newestFirst;

    /** Records what the questions are about, in a new store. */
    static void record(OpenStore empty) {
        store = empty;
        finder = new AuditFinder(store.organization());
        var events = new GeneratedEvents(new Random(4));
        for (int batch = 0; batch < BATCHES; batch++) {
            List<List<TokenEvent>> some = new ArrayList<>();
            for (int i = 0; i < TOGETHER; i++) {
                some.add(events.before(NOW.plusSeconds(batch * TOGETHER + i)));
            }
            AdminEvent change = change(NOW.plusSeconds(batch * TOGETHER));
            store.writer.call(connection -> {
                for (List<TokenEvent> each : some) {
                    AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), change);
                    AuditRows.insert(connection, SampleEvents.entries(each), store.engine.eventNumbers());
                }
                return true;
            });
        }
        newestFirst = new ArrayList<>();
        Optional<Stretch> rest = Optional.of(ALL);
        while (rest.isPresent()) {
            AuditSearchResult result = finder.search(Question.all(rest.get(), 1_000), OpenStore.DEADLINE);
            newestFirst.addAll(result.found());
            rest = result.rest();
        }
        assertThat(newestFirst).hasSize((int) store.count("audit_events")).hasSizeGreaterThan(4_000);
    }

    private static AdminEvent change(Instant at) {
        return new AdminEvent(
                at,
                new CorrelationId("change"),
                "admin",
                "trusted_token_issuer.changed",
                "issuer-a",
                SampleEvents.nameOf("issuer-a"),
                Optional.empty(),
                Optional.empty());
    }

    @AfterContainer
    static void close() {
        store.close();
    }

    @Property(tries = 150)
    void whoGoesOnFindsEverythingOnceAndInOrder(@ForAll Random random) {
        var question = new Question(random);
        int limit = 1 + random.nextInt(200);
        List<AuditRecord> found = new ArrayList<>();
        Optional<Stretch> rest = Optional.of(question.stretch());
        while (rest.isPresent()) {
            AuditSearchResult result = finder.search(question.query(rest.get(), limit), Duration.ZERO);
            assertThat(result.found()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(result.found());
            rest = result.rest();
        }

        assertThat(found).isEqualTo(question.answer(newestFirst));
    }

    @Property(tries = 50)
    void whoHasTimeGetsAFullPageAtOnce(@ForAll Random random) {
        var question = new Question(random);
        int limit = 1 + random.nextInt(200);
        List<AuditRecord> answer = question.answer(newestFirst);

        AuditSearchResult result = finder.search(question.query(question.stretch(), limit), OpenStore.DEADLINE);

        assertThat(result.found()).isEqualTo(answer.stream().limit(limit).toList());
        assertThat(result.exact()).isEmpty();
    }

    @Property(tries = 1)
    void whatTheTextIsExactlyIsFoundAtOnceHoweverOldItIs() {
        AuditRecord oldest = newestFirst.stream()
                .filter(event -> event.kind().equals("token"))
                .toList()
                .getLast();
        var query = Question.text(oldest.correlationId(), ALL);
        List<AuditRecord> same = newestFirst.stream()
                .filter(event -> event.correlationId().equals(oldest.correlationId()))
                .toList();

        AuditSearchResult result = finder.search(query, Duration.ZERO);

        assertThat(result.rest()).isPresent();
        assertThat(result.exact()).isNotEmpty().endsWith(oldest);
        assertThat(same).containsAll(result.exact());
        Stretch rest = result.rest().get();
        assertThat(result.restBegins())
                .contains(newestFirst.stream()
                        .filter(event -> event.id() <= rest.upTo())
                        .findFirst()
                        .orElseThrow()
                        .at());
    }
}
