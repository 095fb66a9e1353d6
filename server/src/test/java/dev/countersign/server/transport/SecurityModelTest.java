package dev.countersign.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.transport.limit.TransportLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Comparison of the limits in the security model document with those in force. */
class SecurityModelTest {
    private static final long LARGE_HEAP = 1L << 32;
    private static final long SMALL_HEAP = 1L << 28;

    @Test
    void thePageNamesTheLimitsInForce() throws IOException {
        String page = Files.readString(Path.of("../docs/security-model.md"));
        TransportLimits limits = TransportLimits.forHeap(LARGE_HEAP);

        assertThat(page)
                .contains("at most " + limits.connections() + ";")
                .contains(
                        TransportLimits.RESERVE + " more, " + TransportLimits.RESERVE_PER_ADDRESS + " from one address")
                .contains(TransportLimits.REQUEST_LINE + " and " + TransportLimits.HEADER_LIST + " octets, "
                        + TransportLimits.HEADER_FIELDS + " fields")
                .contains("| " + TransportLimits.STREAMS + " on one connection")
                .contains(
                        "| " + TransportLimits.IDLE_FRAMES + " in half a minute; " + TransportLimits.RESETS + " resets")
                .contains("up to " + TransportLimits.EAGER_BODY + ";")
                .contains(limits.patience().toSeconds() + " s after the head")
                .contains("| " + limits.idle().toSeconds() + " s |");
    }

    @Test
    void limitsFollowTheHeap() {
        TransportLimits small = TransportLimits.forHeap(SMALL_HEAP);
        TransportLimits large = TransportLimits.forHeap(LARGE_HEAP);

        assertThat(small.connections()).isEqualTo((int) (SMALL_HEAP / (100 * 1024)));
        assertThat(small.heldBytes()).isEqualTo(SMALL_HEAP / 8);
        assertThat(small.requests()).isEqualTo(2 * small.connections());
        assertThat(large.connectionsPerAddress()).isEqualTo(large.connections() / 4);
        assertThat(large.patience()).isEqualTo(Duration.ofSeconds(10));
    }
}
