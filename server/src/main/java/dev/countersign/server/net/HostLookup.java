package dev.countersign.server.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lookup of host names in which a slow name server delays no other lookup.
 *
 * <p>The system's resolver cannot be interrupted, and a virtual thread in it occupies its carrier: a few unresponsive
 * name servers would stop the whole process. Lookups therefore run in a bounded number of platform threads, one for
 * each name.
 */
final class HostLookup {
    /** Resolver of host names. */
    @FunctionalInterface
    interface NameService {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private static final int MOST_AT_ONCE = 64;
    private static final long IDLE_SECONDS = 30;

    private final NameService names;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> running = new ConcurrentHashMap<>();
    private final Executor threads = new ThreadPoolExecutor(
            0,
            MOST_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("host-lookup-", 0).factory());

    HostLookup(NameService names) {
        this.names = names;
    }

    /**
     * Returns all addresses of a host, or the address itself. Concurrent callers with the same name share one lookup.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too many lookups are unfinished
     */
    List<InetAddress> addresses(String host, Duration timeLimit)
            throws UnknownHostException, TimeoutException, InterruptedException {
        CompletableFuture<List<InetAddress>> lookup = running.computeIfAbsent(host, this::start);
        try {
            return lookup.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("the lookup of a host name broke", failed.getCause());
        }
    }

    private CompletableFuture<List<InetAddress>> start(String host) {
        var lookup = new CompletableFuture<List<InetAddress>>();
        threads.execute(() -> {
            // Removed from the map before the result is set, so that a later caller never gets a result older than its
            // call.
            try {
                List<InetAddress> found = List.of(names.addresses(host));
                running.remove(host);
                lookup.complete(found);
            } catch (UnknownHostException | RuntimeException failed) {
                running.remove(host);
                lookup.completeExceptionally(failed);
            }
        });
        return lookup;
    }
}
