package dev.countersign.server.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base of the contracts of the store's ports: an empty database for each test, on the engine that a subclass names. */
public abstract class StoreContract {
    /** Text of which every character takes four bytes, as long as a database index allows. */
    public static final String LONG_TEXT = "\uD83D\uDDDD".repeat(500);

    public OpenStore store;

    public abstract OpenStore emptyStore();

    @BeforeEach
    final void openStore() {
        store = emptyStore();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    /** The results of many calls of the same thing, made side by side. */
    public static <T> List<T> allAtOnce(int calls, Callable<T> call) throws InterruptedException, ExecutionException {
        return allAtOnce(Collections.nCopies(calls, call));
    }

    public static <T> List<T> allAtOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> call : executor.invokeAll(calls)) {
                results.add(call.get());
            }
            return results;
        }
    }

    /** How many events of the audit have this action. */
    public final long events(String action) {
        return store.count("audit_events WHERE stage = '" + action + "'");
    }
}
