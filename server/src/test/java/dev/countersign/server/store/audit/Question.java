package dev.countersign.server.store.audit;

import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Order;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A generated query of the audit of {@link GeneratedEvents}, with its expected result. */
final class Question {
    private static final Optional<String> ANY = Optional.empty();
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");

    private final Optional<String> kind;
    private final Optional<String> outcome;
    private final Optional<String> code;
    private final Optional<String> issuer;
    private final Optional<String> application;
    private final Optional<String> subject;
    private final Optional<String> actor;
    private final Optional<Instant> from;
    private final Optional<Instant> to;
    private final Optional<String> q;
    private final Stretch stretch;

    Question(Random random) {
        kind = sometimes(random, "token", "admin", "token");
        outcome = sometimes(random, "accepted", "refused", "fault", "changed");
        code = sometimes(random, "assertion.expired", "issuer.unknown", "no.such");
        issuer = sometimes(random, SampleEvents.nameOf("issuer-a"), "nobody");
        application = sometimes(random, SampleEvents.nameOf("application-a"), "orders-client", "nobody");
        subject = sometimes(random, "user-1", "user-2");
        actor = sometimes(random, "admin", "nobody");
        from = sometimes(random, NOW.minus(Duration.ofDays(random.nextInt(40))), NOW.minusSeconds(random.nextInt(900)));
        to = sometimes(random, NOW.minus(Duration.ofDays(random.nextInt(40))), NOW.minusSeconds(random.nextInt(900)));
        q = sometimes(random, "ISSUER", "relation-1", "user", "ADM", "nothing");
        Order order = random.nextBoolean() ? Order.NEWEST_FIRST : Order.OLDEST_FIRST;
        stretch = new Stretch(random.nextInt(1_000), 4_000 + random.nextInt(3_000), order);
    }

    @SafeVarargs
    private static <T> Optional<T> sometimes(Random random, T... values) {
        return Optional.of(values[random.nextInt(values.length)]).filter(_ -> random.nextInt(4) == 0);
    }

    Stretch stretch() {
        return stretch;
    }

    AuditQuery query(Stretch part, int limit) {
        return new AuditQuery(ANY, kind, outcome, code, issuer, application, subject, actor, from, to, q, part, limit);
    }

    static AuditQuery all(Stretch part, int limit) {
        return new AuditQuery(
                ANY, ANY, ANY, ANY, ANY, ANY, ANY, ANY, Optional.empty(), Optional.empty(), ANY, part, limit);
    }

    static AuditQuery text(String text, Stretch part) {
        return new AuditQuery(
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.of(text),
                part,
                10);
    }

    /** One question for each filter that an index is for. */
    static List<AuditQuery> singles() {
        Optional<String> x = Optional.of("x");
        Optional<String> refused = Optional.of("refused");
        Optional<String> admin = Optional.of("admin");
        Optional<Instant> none = Optional.empty();
        Stretch all = Stretch.backFrom(Long.MAX_VALUE);
        return List.of(
                new AuditQuery(x, ANY, ANY, ANY, ANY, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, admin, ANY, ANY, ANY, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, refused, ANY, ANY, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, ANY, x, ANY, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, ANY, ANY, x, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, ANY, ANY, ANY, ANY, x, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, refused, ANY, x, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, ANY, x, x, ANY, ANY, ANY, none, none, ANY, all, 10),
                new AuditQuery(ANY, ANY, ANY, ANY, ANY, ANY, ANY, x, none, none, ANY, all, 10),
                all(all, 10));
    }

    /** What has to be found of these events. */
    List<AuditRecord> answer(List<AuditRecord> newestFirst) {
        List<AuditRecord> answer = new ArrayList<>(newestFirst.stream()
                .filter(event -> event.id() > stretch.after() && event.id() <= stretch.upTo())
                .filter(this::meets)
                .toList());
        if (stretch.order() == Order.OLDEST_FIRST) {
            Collections.reverse(answer);
        }
        return answer;
    }

    private boolean meets(AuditRecord event) {
        return kind.map(event.kind()::equals).orElse(true)
                && outcome.map(event.outcome()::equals).orElse(true)
                && (code.isEmpty() || code.equals(event.code()))
                && (issuer.isEmpty() || issuer.equals(event.issuer()))
                && (application.isEmpty()
                        || application.equals(event.application())
                        || application.equals(event.clientId()))
                && (subject.isEmpty() || subject.equals(event.subject()))
                && (actor.isEmpty() || actor.equals(event.actor()))
                && from.map(first -> !event.at().isBefore(first)).orElse(true)
                && to.map(last -> !event.at().isAfter(last)).orElse(true)
                && q.map(text -> isAnywhere(text, event)).orElse(true);
    }

    private static boolean isAnywhere(String text, AuditRecord event) {
        return Stream.of(
                        Optional.of(event.correlationId()),
                        Optional.of(event.kind()),
                        Optional.of(event.outcome()),
                        event.code(),
                        event.issuer(),
                        event.application(),
                        event.clientId(),
                        event.subject(),
                        event.actor())
                .flatMap(Optional::stream)
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }
}
