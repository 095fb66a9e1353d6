package dev.countersign.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadyThreadsFirstTest {
    private final ReadyThreadsFirst strategy = new ReadyThreadsFirst();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void aLoopWithTasksLooksAtTheNetworkWithoutWaiting() throws Exception {
        assertThat(strategy.calculateStrategy(this::threeReady, true)).isEqualTo(3);
        assertThat(looks).hasValue(1);
    }

    @Test
    void aLoopWithoutTasksWaitsForTheNetwork() throws Exception {
        assertThat(strategy.calculateStrategy(this::threeReady, false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(looks).hasValue(0);
    }

    private int threeReady() {
        looks.incrementAndGet();
        return 3;
    }
}
