package dev.countersign.server.transport;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Lets every thread that is ready run before an event loop without tasks waits for the network. On a busy processor these
 * threads produce the responses for which the loop would be woken one by one; so it is woken once for several. On an
 * idle processor no thread is ready, and yielding costs one system call.
 *
 * <p>Its figure: row <em>yields</em> of {@code bench/results/ideas.md}.
 */
final class ReadyThreadsFirst implements SelectStrategy {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // how soon the scheduler returns is a matter of speed, not of correctness
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }
        Thread.yield();
        return SELECT;
    }
}
