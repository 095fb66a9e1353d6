package dev.countersign.server.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.core.jose.signing.SigningUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests of calls of a library that does not return. */
class ModuleThreadsTest {
    private static final int AT_ONCE = 16;

    @Test
    void aCallThatHangsIsAFailureOfTheModuleAndOneThatNeverBeganIsOverload() throws Exception {
        var threads = new ModuleThreads(Duration.ofMillis(300));
        var begun = new CountDownLatch(AT_ONCE);
        var end = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SigningUnavailableException>> hanging = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                hanging.add(callers.submit(() -> failure(threads, () -> {
                    begun.countDown();
                    end.await();
                })));
            }
            begun.await();

            assertThat(failure(threads, () -> {}).isOverload()).isTrue();
            for (Future<SigningUnavailableException> hung : hanging) {
                assertThat(hung.get().isOverload()).isFalse();
                assertThat(hung.get()).hasMessage("the module did not answer within 300 ms");
            }
            end.countDown();
        }
    }

    /** A call of the library. */
    @FunctionalInterface
    private interface LibraryCall {
        void run() throws InterruptedException;
    }

    private static SigningUnavailableException failure(ModuleThreads threads, LibraryCall call) {
        return catchThrowableOfType(
                SigningUnavailableException.class,
                () -> threads.call(() -> {
                    call.run();
                    return "answered";
                }));
    }
}
