package dev.countersign.server.pkcs11;

import dev.countersign.core.jose.signing.SigningUnavailableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Threads that call the library. A library that does not return cannot be interrupted, and would keep a virtual thread's
 * carrier: so a few platform threads wait for it, and callers wait no longer than the time limit.
 */
final class ModuleThreads {
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    private final Duration timeLimit;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST_AT_ONCE,
            MOST_AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("pkcs11-", 0).factory());

    ModuleThreads(Duration timeLimit) {
        this.timeLimit = timeLimit;
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Calls the library, or refuses to when too many calls are waiting.
     *
     * @throws SigningUnavailableException when the call fails or takes too long
     */
    <T> T call(Callable<T> task) {
        var begun = new AtomicBoolean();
        var running = new FutureTask<>(() -> {
            begun.set(true);
            return task.call();
        });
        try {
            threads.execute(running);
            return running.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException full) {
            throw SigningUnavailableException.overload("too many calls of the module are waiting");
        } catch (TimeoutException slow) {
            running.cancel(false);
            if (!begun.get()) {
                throw SigningUnavailableException.overload("the calls of the module that came before took too long");
            }
            throw new SigningUnavailableException(
                    "the module did not answer within " + timeLimit.toMillis() + " ms", slow);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof SigningUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("a call of the module broke", failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new SigningUnavailableException("the server is stopping", stopping);
        }
    }
}
