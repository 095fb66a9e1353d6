package dev.countersign.server.registry.plan;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Where trust documents are planned: one at a time, on a platform thread. Planning compiles conditions and so needs a
 * processor for long; on a virtual thread it would keep one of the few carriers from everybody else.
 */
final class PlanningThread {
    private final Semaphore turn = new Semaphore(1, true);

    /** Does the work when its turn has come, and gives what came of it or throws what it threw. */
    <T> T run(Supplier<T> work) {
        turn.acquireUninterruptibly();
        try {
            return CompletableFuture.supplyAsync(
                            work,
                            task -> Thread.ofPlatform()
                                    .name("trust-plan")
                                    .daemon()
                                    .start(task))
                    .join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw failed;
        } finally {
            turn.release();
        }
    }
}
