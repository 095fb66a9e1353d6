package dev.countersign.server.store;

import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.AuditQuestions;
import dev.countersign.server.store.audit.CountedExchanges;
import dev.countersign.server.store.database.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Measurement of the console's queries in a {@link LargeStore}; run manually, because times depend on the machine. */
final class LargeStoreTimes {
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");
    private static final int RUNS = 21;

    private final OpenStore store;
    private final CountedExchanges counts;
    private final Map<String, Runnable> questions = new LinkedHashMap<>();

    private LargeStoreTimes(OpenStore store) {
        this.store = store;
        this.counts = new CountedExchanges(store.organization(), () -> NOW);
    }

    /** @param args the folder of the database, which is made when it is not there */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        boolean made = !Files.exists(folder);
        try (var store = new OpenStore(folder)) {
            if (made) {
                long began = System.nanoTime();
                new LargeStore(store, NOW).fill(args.length == 1 ? LargeStore.EVENTS : 0);
                print("filled", began);
            }
            long began = System.nanoTime();
            new Purge(store.writer, () -> NOW, Retention.DEFAULT).run(() -> true);
            print("purged", began);
            System.out.println(store.count("exchange_counts") + " counts");
            new LargeStoreTimes(store).run();
        }
    }

    private static void print(String what, long since) {
        System.out.printf(
                "%s in %d ms%n",
                what, Duration.ofNanos(System.nanoTime() - since).toMillis());
    }

    private void run() {
        for (Span span : Span.values()) {
            questions.put("counts over " + span, () -> counts.over(span));
            questions.put("refusals over " + span, () -> counts.refusals(span, 10));
        }
        var issuers = IntStream.range(0, LargeStore.ISSUERS)
                .mapToObj(LargeStore::issuerId)
                .toList();
        var applications = IntStream.range(0, LargeStore.APPLICATIONS)
                .mapToObj(LargeStore::applicationId)
                .toList();
        questions.put("activity of 1,000 issuers", () -> counts.ofIssuers(issuers));
        questions.put("busiest issuers of a day", () -> counts.busiestIssuers(Span.DAY, 6));
        questions.put("busiest issuers of a month", () -> counts.busiestIssuers(Span.MONTH, 6));
        questions.put("activity of 50 applications", () -> counts.ofApplications(applications.subList(0, 50)));
        questions.put("activity of 10,000 applications", () -> counts.ofApplications(applications));
        questions.put("applications of the busiest issuer", () -> counts.exchangesOf(issuers.getFirst(), 30, 8));
        questions.put("issuers of the busiest application", () -> counts.exchangesOf(applications.getFirst(), 30, 8));
        questions.putAll(AuditQuestions.of(new AuditFinder(store.organization()), NOW));
        questions.forEach(LargeStoreTimes::measure);
    }

    private static void measure(String question, Runnable ask) {
        long[] micros = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            ask.run();
            micros[i] = (System.nanoTime() - began) / 1_000;
        }
        long first = micros[0];
        Arrays.sort(micros);
        System.out.printf(
                "%-50s median %8.2f ms, worst %8.2f ms, first %8.2f ms%n",
                question, micros[RUNS / 2] / 1_000.0, micros[RUNS - 1] / 1_000.0, first / 1_000.0);
    }
}
