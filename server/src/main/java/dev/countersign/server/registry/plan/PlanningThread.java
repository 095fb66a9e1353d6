package dev.countersign.server.registry.plan;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Thread that plans trust documents, one at a time. It is a platform thread: planning compiles conditions and takes
 * long on a processor, and on a virtual thread it would block one of the few carriers.
 */
final class PlanningThread {
    private final Semaphore turn = new Semaphore(1, true);

    /** Runs the work after earlier work has finished, and returns its result or throws its exception. */
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
