package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Assertions, or DPoP proofs with a new assertion each time, that are each presented to two nodes at once, and their
 * results.
 */
final class ClusterLoad implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ClusterLoad.class.getName());
    /** How soon service must go on after trouble has ended; {@code make torture} is stricter than a busy build server. */
    static final Duration RESUMED_WITHIN = Duration.ofSeconds(Integer.getInteger("countersign.torture.resumed", 15));

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int THREADS = 64;
    private static final int ENOUGH = 50;

    private final Cluster cluster;
    private final Presented what;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(THREADS);
    private final Map<String, AtomicInteger> tokensOf = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> tokens = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> strange = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger presented = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    /** Values that may be used once. */
    enum Presented {
        ASSERTIONS("invalid_grant") {
            @Override
            String next(Cluster cluster) {
                return cluster.assertion();
            }

            @Override
            Answer to(Cluster cluster, int node, String assertion) throws NoAnswer {
                return cluster.exchange(node, assertion);
            }
        },
        PROOFS("invalid_dpop_proof") {
            @Override
            String next(Cluster cluster) {
                return cluster.proof();
            }

            @Override
            Answer to(Cluster cluster, int node, String proof) throws NoAnswer {
                return cluster.exchange(node, cluster.assertion(), proof);
            }
        };

        private final String refusal;

        Presented(String refusal) {
            this.refusal = refusal;
        }

        /** A fresh value. */
        abstract String next(Cluster cluster);

        /** Presents a value to a node. */
        abstract Answer to(Cluster cluster, int node, String value) throws NoAnswer;
    }

    ClusterLoad(Cluster cluster) {
        this(cluster, Presented.ASSERTIONS);
    }

    ClusterLoad(Cluster cluster, Presented what) {
        this.cluster = cluster;
        this.what = what;
    }

    static void await(Duration patience, Callable<Boolean> condition) throws Exception {
        Instant end = Instant.now().plus(patience);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    static void during(Cluster cluster, String what, Callable<Void> disturbance) throws Exception {
        during(cluster, Presented.ASSERTIONS, what, disturbance);
    }

    /**
     * Makes trouble under load, waits until service goes on by itself, presents everything once more, and checks
     * everything that was answered.
     */
    static void during(Cluster cluster, Presented presented, String what, Callable<Void> disturbance) throws Exception {
        await(PATIENCE, cluster::works);
        try (var load = new ClusterLoad(cluster, presented)) {
            Future<?> presenting = load.begin();
            await(PATIENCE, () -> load.tokens() > ENOUGH);
            disturbance.call();
            int before = load.tokens();
            await(PATIENCE, () -> load.tokens() > before + ENOUGH);
            load.end(presenting);
            load.presentAgain();
            load.verify();
            load.verifyRecords();
            load.report(what);
        }
    }

    /** Presents so many values, each to two nodes at once, and waits for all answers. */
    void present(int values) throws InterruptedException, ExecutionException {
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            String value = what.next(cluster);
            tokensOf.put(value, new AtomicInteger());
            for (int node = i; node <= i + 1; node++) {
                answers.add(present(node, value));
            }
        }
        for (Future<?> answer : answers) {
            answer.get();
        }
    }

    /** Presents values until {@link #end}. */
    Future<?> begin() {
        return threads.submit((Callable<Void>) () -> {
            int i = 0;
            while (!done.get()) {
                String value = what.next(cluster);
                tokensOf.put(value, new AtomicInteger());
                present(i, value);
                present(i + 1, value);
                i++;
            }
            return null;
        });
    }

    /** Presents every value once more and waits for all answers. */
    private void presentAgain() throws InterruptedException, ExecutionException {
        List<Future<?>> answers = new ArrayList<>();
        int node = 0;
        for (String value : List.copyOf(tokensOf.keySet())) {
            answers.add(present(node++, value));
        }
        for (Future<?> answer : answers) {
            answer.get();
        }
    }

    private Future<?> present(int node, String value) throws InterruptedException {
        permits.acquire();
        presented.incrementAndGet();
        return threads.submit(() -> {
            try {
                take(value, what.to(cluster, node, value));
            } catch (NoAnswer refused) {
                unavailable.incrementAndGet();
            } finally {
                permits.release();
            }
        });
    }

    private void take(String value, Answer answer) {
        if (answer.status() == 200) {
            tokens.add(answer.text("access_token"));
            AtomicInteger count = tokensOf.get(value);
            if (count != null) {
                count.incrementAndGet();
            }
        } else if (answer.status() == 503
                && answer.headers().firstValue("Retry-After").isPresent()) {
            unavailable.incrementAndGet();
        } else if (!what.refusal.equals(answer.text("error"))) {
            strange.add(answer.status() + " " + answer.json());
        }
    }

    /** Ends {@link #begin} and waits for all answers. */
    void end(Future<?> load) throws InterruptedException, ExecutionException {
        done.set(true);
        load.get();
        permits.acquire(THREADS);
        permits.release(THREADS);
    }

    int tokens() {
        return tokens.size();
    }

    int unavailable() {
        return unavailable.get();
    }

    /** No value gave two tokens, and every other answer was a refusal, a 503 with Retry-After or a broken connection. */
    void verify() {
        assertThat(strange).isEmpty();
        assertThat(tokensOf.values())
                .allSatisfy(count -> assertThat(count.get()).isLessThanOrEqualTo(1));
    }

    /** Every value gave exactly one token. */
    void verifyOneEach() {
        verify();
        assertThat(tokensOf.values())
                .allSatisfy(count -> assertThat(count.get()).isEqualTo(1));
    }

    /** Every token that was answered is on record. A node that cannot say so yet, soon after trouble, is asked again. */
    void verifyRecords() throws InterruptedException, ExecutionException {
        List<Future<Map<String, Object>>> answers = new ArrayList<>();
        int node = 0;
        for (String token : tokens) {
            permits.acquire();
            int asked = node++;
            answers.add(threads.submit(() -> {
                try {
                    return served(asked, token);
                } finally {
                    permits.release();
                }
            }));
        }
        for (Future<Map<String, Object>> answer : answers) {
            assertThat(answer.get()).containsEntry("active", true);
        }
    }

    private Map<String, Object> served(int node, String token) throws Exception {
        Instant end = Instant.now().plus(RESUMED_WITHIN);
        Answer answer = cluster.introspect(node, token);
        while (answer.status() == 503 && Instant.now().isBefore(end)) {
            Thread.sleep(Duration.ofMillis(200));
            answer = cluster.introspect(node, token);
        }
        return answer.json();
    }

    /** One line that tells the outcome of a torture. */
    void report(String what) {
        LOG.log(System.Logger.Level.INFO, "Torture, {0}: {1}", what, this);
    }

    @Override
    public String toString() {
        return "%d presented, %d tokens, %d not served".formatted(presented.get(), tokens.size(), unavailable.get());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
