package dev.countersign.server.http;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The watch over connections whose request line came and whose headers do not end. Interrupting the virtual thread that
 * waits for them closes its connection.
 */
final class SlowHeaders implements Http1ConnectionListener {
    private final Duration patience;
    private final Map<Thread, Long> waitingSince = new ConcurrentHashMap<>();

    SlowHeaders(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        waitingSince.put(Thread.currentThread(), System.nanoTime());
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        waitingSince.remove(Thread.currentThread());
    }

    /** Ends what has waited for too long; called every now and then. */
    void sweep() {
        long now = System.nanoTime();
        waitingSince.forEach((thread, since) -> {
            if (!thread.isAlive()) {
                waitingSince.remove(thread);
            } else if (now - since > patience.toNanos() && waitingSince.remove(thread) != null) {
                thread.interrupt();
            }
        });
    }
}
