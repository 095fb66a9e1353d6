package dev.countersign.bench.driver;

import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The requests of one open loop and their results. Everything runs on the thread of the connections. */
final class OpenRun {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final long LONGEST_MICROS = 600_000_000;
    private static final int DIGITS = 3;

    private final OpenClient client;
    private final AssertionPool pool;
    private final int from;
    private final int count;
    private final long begin;
    private final double nanosApart;

    private final Histogram latencies = new Histogram(LONGEST_MICROS, DIGITS);
    private final BitSet accepted = new BitSet();
    private final Map<String, Integer> wrong = new TreeMap<>();
    private final CountDownLatch answers;
    private int underWay;
    private int mostUnderWay;
    private int acceptedInTime;
    private int shed;

    /**
     * Creates a schedule.
     *
     * @param begin start of the first request, by {@link System#nanoTime}
     */
    OpenRun(OpenClient client, AssertionPool pool, int from, int count, long begin, double nanosApart) {
        this.client = client;
        this.pool = pool;
        this.from = from;
        this.count = count;
        this.begin = begin;
        this.nanosApart = nanosApart;
        this.answers = new CountDownLatch(count);
    }

    /** Scheduled start of a request; requests are numbered from 0. */
    long due(int number) {
        return begin + (long) (number * nanosApart);
    }

    /** Starts requests, the last exclusive. */
    void present(int first, int last) {
        client.run(() -> {
            for (int number = first; number < last; number++) {
                present(number);
            }
        });
    }

    private void present(int number) {
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        client.present(pool.get(from + number)).onComplete(answer -> answered(number, answer));
    }

    private void answered(int number, AsyncResult<OpenClient.Answer> result) {
        long now = System.nanoTime();
        underWay--;
        if (result.failed()) {
            wrong.merge(String.valueOf(result.cause()), 1, Integer::sum);
        } else {
            judge(number, now, result.result());
        }
        answers.countDown();
    }

    private void judge(int number, long now, OpenClient.Answer answer) {
        if (answer.status() == OK && answer.body().contains("\"access_token\":\"")) {
            accepted.set(number);
            latencies.recordValue((now - due(number)) / 1_000);
            if (now <= due(count)) {
                acceptedInTime++;
            }
        } else if (answer.status() == UNAVAILABLE) {
            shed++;
        } else {
            wrong.merge(answer.status() + " " + answer.body(), 1, Integer::sum);
        }
    }

    /**
     * Waits until all requests are answered.
     *
     * @param time duration of the load
     * @param patience time limit for the last responses
     */
    Driven await(Duration time, Duration patience) throws InterruptedException {
        if (!answers.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(answers.getCount() + " requests were not answered.");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Answers other than 200 and 503: " + wrong);
        }
        int[] positions = accepted.stream().map(number -> from + number).toArray();
        List<Integer> sample = AssertionPool.sample(0, positions.length, Driven.SAMPLE).stream()
                .map(index -> positions[index])
                .toList();
        return new Driven(
                count,
                accepted.cardinality(),
                acceptedInTime,
                shed,
                0,
                time,
                Latencies.of(latencies),
                mostUnderWay,
                sample);
    }
}
