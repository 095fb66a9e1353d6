package dev.countersign.server.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * A stream of lines, written by a separate thread. Adding a line never waits: when too many lines are queued because
 * the stream is not read, the line is dropped and counted, and the count is written to the stream later.
 */
final class LineWriter {
    private static final int MOST_WAITING = 16_384;

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final OutputStream out;
    private final LongFunction<String> dropNotice;

    /**
     * Starts writing.
     *
     * @param dropNotice the line that reports the number of dropped lines
     */
    LineWriter(String name, OutputStream out, LongFunction<String> dropNotice) {
        this.out = out;
        this.dropNotice = dropNotice;
        Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    private sealed interface Entry {
        record Line(String text) implements Entry {}

        record Mark(CountDownLatch reached) implements Entry {}
    }

    void write(String line) {
        if (!queue.offer(new Entry.Line(line))) {
            dropped.incrementAndGet();
        }
    }

    /** Waits until all lines added before are written, at most this long. */
    void flush(Duration longest) {
        var mark = new Entry.Mark(new CountDownLatch(1));
        try {
            if (queue.offer(mark, longest.toMillis(), TimeUnit.MILLISECONDS)
                    && !mark.reached().await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                dropped.incrementAndGet();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean readable = true;
        while (true) {
            try {
                Entry entry = queue.take();
                if (readable) {
                    put(entry);
                } else if (entry instanceof Entry.Mark(CountDownLatch reached)) {
                    reached.countDown();
                }
            } catch (IOException nobodyReads) {
                // The stream is closed permanently, and there is no other place to report it. All further lines are
                // discarded.
                readable = false;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void put(Entry entry) throws IOException {
        switch (entry) {
            case Entry.Line(String text) -> {
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    print(dropNotice.apply(lost));
                }
                print(text);
                if (queue.isEmpty()) {
                    out.flush();
                }
            }
            case Entry.Mark(CountDownLatch reached) -> {
                out.flush();
                reached.countDown();
            }
        }
    }

    private void print(String line) throws IOException {
        out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
    }
}
