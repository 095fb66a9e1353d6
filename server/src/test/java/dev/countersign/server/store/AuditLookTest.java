package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.management.AuditGlance;
import dev.countersign.server.management.AuditQuery;
import dev.countersign.server.management.AuditQuery.Stretch;
import dev.countersign.server.management.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A look finds exactly what is asked for, however little time it has and however out of order events were recorded. */
class AuditLookTest {
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");
    private static final Stretch ALL = Stretch.backFrom(Long.MAX_VALUE);

    private static Path folder;
    private static OpenStore store;
    private static AuditFinder finder;
    private static List<AuditRecord> newestFirst;

    @BeforeContainer
    static void record() throws IOException {
        folder = Files.createTempDirectory("look");
        store = new OpenStore(folder);
        finder = new AuditFinder(store.readers);
        var events = new GeneratedEvents(new Random(4));
        for (int batch = 0; batch < 900; batch++) {
            List<TokenEvent> some = events.before(NOW.plusSeconds(batch));
            AdminEvent change = change(NOW.plusSeconds(batch));
            store.writer.call(connection -> {
                AuditRows.insert(connection, change);
                return AuditRows.insert(connection, SampleEvents.entries(some), Optional.empty());
            });
        }
        newestFirst = new ArrayList<>();
        Optional<Stretch> rest = Optional.of(ALL);
        while (rest.isPresent()) {
            AuditGlance glance = finder.look(Question.all(rest.get(), 1_000), OpenStore.DEADLINE);
            newestFirst.addAll(glance.found());
            rest = glance.rest();
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
    static void close() throws IOException {
        store.close();
        try (var files = Files.walk(folder)) {
            files.sorted((one, other) -> other.compareTo(one))
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Property(tries = 150)
    void whoGoesOnFindsEverythingOnceAndInOrder(@ForAll Random random) {
        var question = new Question(random);
        int limit = 1 + random.nextInt(200);
        List<AuditRecord> found = new ArrayList<>();
        Optional<Stretch> rest = Optional.of(question.stretch());
        while (rest.isPresent()) {
            AuditGlance glance = finder.look(question.query(rest.get(), limit), Duration.ZERO);
            assertThat(glance.found()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(glance.found());
            rest = glance.rest();
        }

        assertThat(found).isEqualTo(question.answer(newestFirst));
    }

    @Property(tries = 50)
    void whoHasTimeGetsAFullPageAtOnce(@ForAll Random random) {
        var question = new Question(random);
        int limit = 1 + random.nextInt(200);
        List<AuditRecord> answer = question.answer(newestFirst);

        AuditGlance glance = finder.look(question.query(question.stretch(), limit), OpenStore.DEADLINE);

        assertThat(glance.found()).isEqualTo(answer.stream().limit(limit).toList());
        assertThat(glance.exact()).isEmpty();
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

        AuditGlance glance = finder.look(query, Duration.ZERO);

        assertThat(glance.rest()).isPresent();
        assertThat(glance.exact()).isNotEmpty().endsWith(oldest);
        assertThat(same).containsAll(glance.exact());
        Stretch rest = glance.rest().get();
        assertThat(glance.restBegins())
                .contains(newestFirst.stream()
                        .filter(event -> event.id() <= rest.upTo())
                        .findFirst()
                        .orElseThrow()
                        .at());
    }

    @Property(tries = 1)
    void anAuditWithoutEventsIsLookedThroughAtOnce() throws IOException {
        Path empty = Files.createTempDirectory("empty");
        try (var nothing = new OpenStore(empty)) {
            assertThat(new AuditFinder(nothing.readers).look(Question.all(ALL, 10), Duration.ZERO))
                    .isEqualTo(new AuditGlance(List.of(), Optional.empty(), Optional.empty(), List.of()));
        }
    }

    @Property(tries = 1)
    void noQuestionReadsTheWholeAuditWhereAnIndexLeadsToTheAnswer() {
        for (AuditQuery query : Question.singles()) {
            var sql = AuditFilter.find(query);
            List<String> plan = store.readers.read(connection -> {
                List<String> steps = new ArrayList<>();
                try (var statement = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql.text())) {
                    for (int i = 0; i < sql.parameters().size(); i++) {
                        statement.setObject(i + 1, sql.parameters().get(i));
                    }
                    try (var rows = statement.executeQuery()) {
                        while (rows.next()) {
                            steps.add(rows.getString(4));
                        }
                    }
                }
                return steps;
            });
            assertThat(plan).as(query.toString()).noneMatch(step -> step.startsWith("SCAN audit_events"));
            assertThat(plan).as(query.toString()).noneMatch(step -> step.contains("TEMP B-TREE FOR ORDER BY"));
            assertThat(plan).as(query.toString()).anyMatch(step -> step.contains("USING"));
        }
    }
}
