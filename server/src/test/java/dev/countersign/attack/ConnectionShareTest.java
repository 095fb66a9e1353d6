package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.AttackedServer.Http2;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks that occupy all connections: an address has a share, and health answers in any case. */
@Timeout(60)
class ConnectionShareTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEALTH = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int SHARE = 4;
    private static final int ALL = 8;
    private static final int RESERVE_PER_ADDRESS = 8;

    private final List<RawHttp> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (RawHttp peer : open) {
            peer.close();
        }
    }

    private RawHttp from(AttackedServer server, String address) throws IOException {
        var peer = new RawHttp(Sockets.plain(server.plainPort(), address));
        open.add(peer);
        return peer;
    }

    private static AttackedServer server() {
        return AttackedServer.amongStrangers(AttackedServer.patient(ALL, SHARE, 4 * ALL));
    }

    @Test
    void leavesConnectionsToOthersWhenOneAddressHasItsShare() throws Exception {
        try (var server = server()) {
            for (int i = 0; i < SHARE; i++) {
                assertThat(from(server, "127.0.0.2").exchange(GET).status()).isEqualTo(200);
            }
            assertThat(from(server, "127.0.0.2").exchange(GET).status()).isEqualTo(503);

            assertThat(from(server, "127.0.0.3").exchange(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void answersHealthWhenEveryConnectionIsTaken() throws Exception {
        try (var server = server()) {
            for (int i = 0; i < ALL; i++) {
                from(server, "127.0.0." + (2 + i / SHARE)).send("GET / HTTP/1.1\r\n");
            }
            AttackedServer.assertComesTrue(() -> server.transport().connections() == ALL);
            assertThat(from(server, "127.0.0.9").exchange(GET).status()).isEqualTo(503);

            RawHttp.Answer health = from(server, "127.0.0.9").exchange(HEALTH);
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.header("Connection")).isEqualTo("close");
        }
    }

    /** The reserve has shares too. */
    @Test
    void answersHealthToOthersWhenOneAddressTakesItsPlacesInTheReserve() throws Exception {
        try (var server = server()) {
            for (int i = 0; i < ALL; i++) {
                from(server, "127.0.0." + (2 + i / SHARE)).send("GET / HTTP/1.1\r\n");
            }
            AttackedServer.assertComesTrue(() -> server.transport().connections() == ALL);
            for (int i = 0; i < RESERVE_PER_ADDRESS; i++) {
                from(server, "127.0.0.8").send("GET");
            }
            AttackedServer.assertComesTrue(() -> server.transport().connections() == ALL + RESERVE_PER_ADDRESS);
            assertThat(from(server, "127.0.0.8").isClosed()).isTrue();

            assertThat(from(server, "127.0.0.9").exchange(HEALTH).status()).isEqualTo(200);
        }
    }

    @Test
    void givesPlacesBack() throws Exception {
        try (var server = server()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < SHARE; i++) {
                    assertThat(from(server, "127.0.0.2").exchange(GET).status()).isEqualTo(200);
                }
                closeAll();
                server.assertNothingIsLeft();
            }
        }
    }

    /** A quarter of the requests is the share of an address, on however few connections. */
    @Test
    void leavesRequestsToOthersWhenOneAddressHasItsShare() throws Exception {
        try (var server = server();
                var greedy = Http2Peer.over(Sockets.plain(server.priorKnowledgePort(), "127.0.0.2"))) {
            byte[] held = Hpack.request("GET", "/held").block();
            var streams = new ArrayList<Integer>();
            for (int i = 0; i < ALL; i++) {
                streams.add(greedy.request(held));
            }
            int beyond = greedy.request(held);
            assertThat(greedy.outcome(beyond)).isZero();
            assertThat(greedy.status(
                            greedy.request(Hpack.request("GET", "/health/live").block())))
                    .isEqualTo(200);

            assertThat(from(server, "127.0.0.3").exchange(GET).status()).isEqualTo(200);
        }
    }

    /** Requests for health beyond the limit have a limit of their own. */
    @Test
    void countsRequestsForHealthToo() throws Exception {
        try (var server = AttackedServer.amongStrangers(AttackedServer.limits(100, 100, 20));
                var peer = Http2Peer.over(
                        Sockets.plain(server.priorKnowledgePort(), "127.0.0.2"), Http2Peer.SETTING_WINDOW, 0)) {
            for (int i = 0; i < 90; i++) {
                peer.request(Hpack.request("GET", "/health/live").block());
            }
            peer.status(1);
            // what is beyond 5 of 20 requests and 8 of the reserve is refused
            assertThat(server.transport().requestsUnderWay()).isLessThanOrEqualTo(13);
        }
    }

    /** Everybody behind a proxy, or on this machine, shares one address. */
    @Test
    void hasNoShareForAnAddressThatManyUse() throws Exception {
        try (var server = AttackedServer.start(AttackedServer.patient(ALL, SHARE, 4 * ALL))) {
            for (int i = 0; i < ALL; i++) {
                assertThat(from(server, "127.0.0.2").exchange(GET).status()).isEqualTo(200);
            }
            assertThat(from(server, "127.0.0.2").exchange(GET).status()).isEqualTo(503);
        }
    }

    @Test
    void answersHealthOverHttp2WhenEveryRequestIsTaken() throws Exception {
        try (var server = AttackedServer.start(AttackedServer.limits(100, 100, 10));
                var greedy = Http2.TLS.connect(server);
                var probe = Http2.TLS.connect(server)) {
            for (int i = 0; i < 10; i++) {
                greedy.request(Hpack.request("GET", "/held").block());
            }
            AttackedServer.assertComesTrue(() -> server.transport().requestsUnderWay() == 10);

            assertThat(probe.outcome(probe.request(Hpack.request("GET", "/").block())))
                    .isZero();
            assertThat(probe.status(
                            probe.request(Hpack.request("GET", "/health/ready").block())))
                    .isEqualTo(200);
        }
    }

    /** A server that holds as many octets as it may takes no further body, and says so. */
    @Test
    void refusesBodiesBeyondWhatIsHeld() throws Exception {
        var limits = AttackedServer.LIMITS;
        var small = new dev.countersign.server.transport.limit.TransportLimits(
                limits.connections(),
                limits.connectionsPerAddress(),
                limits.requests(),
                100_000,
                limits.patience(),
                limits.idle(),
                limits.stop());
        try (var server = AttackedServer.start(small)) {
            for (int i = 0; i < 2; i++) {
                from(server, "127.0.0.1")
                        .send("POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 45000\r\n\r\n" + "a".repeat(44_000));
            }
            AttackedServer.assertComesTrue(() -> server.transport().heldBytes() > 88_000);

            String more = "POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" + "a".repeat(20_000);
            assertThat(from(server, "127.0.0.1").exchange(more).status()).isEqualTo(503);
            assertThat(from(server, "127.0.0.1").exchange(HEALTH).status()).isEqualTo(200);
            closeAll();
            server.assertNothingIsLeft();
        }
    }
}
