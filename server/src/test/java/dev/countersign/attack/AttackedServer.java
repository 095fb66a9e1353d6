package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.transport.Handler;
import dev.countersign.server.transport.ListenerSettings;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.ReceivedBody;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.FirstCertificate;
import dev.countersign.server.transport.tls.TlsIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The server's transport with four listeners and a handler that counts requests. */
final class AttackedServer implements AutoCloseable {
    /** Patience short enough to be waited for in a test. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    static final TransportLimits LIMITS = limits(2_000, 1_000, 4_000);
    static final int LARGE = 8 << 20;
    private static final int LONGEST_BODY = TransportLimits.EAGER_BODY;
    private static final int LONGEST_UPLOAD = 1 << 20;
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final TlsIdentity IDENTITY = identity();
    private static final byte[] LARGE_BODY = new byte[LARGE];

    final AtomicInteger handled = new AtomicInteger();
    final CountDownLatch held = new CountDownLatch(1);
    private final NettyServer server;

    private AttackedServer(TransportLimits limits, Proxies proxies) {
        var loopback = InetAddress.getLoopbackAddress();
        server = NettyServer.start(
                List.of(
                        ListenerSettings.https(new InetSocketAddress(loopback, 0), IDENTITY),
                        ListenerSettings.plain(new InetSocketAddress(loopback, 0), false),
                        ListenerSettings.plain(new InetSocketAddress(loopback, 0), true),
                        ListenerSettings.mutualTls(new InetSocketAddress(loopback, 0), IDENTITY)),
                limits,
                proxies,
                new Routes(),
                (response, status) -> response.status(status).send("refused".getBytes(StandardCharsets.US_ASCII)),
                Clock.systemUTC());
    }

    static AttackedServer start() {
        return start(LIMITS);
    }

    static AttackedServer start(TransportLimits limits) {
        return new AttackedServer(limits, Proxies.NONE);
    }

    /** A server to which every address is a stranger's, loopback too. */
    static AttackedServer amongStrangers(TransportLimits limits) {
        return new AttackedServer(limits, new Strangers());
    }

    static TransportLimits limits(int connections, int perAddress, int requests) {
        return new TransportLimits(
                connections, perAddress, requests, 1 << 24, PATIENCE, Duration.ofSeconds(3), Duration.ofSeconds(2));
    }

    /** Limits of a server with more patience. */
    static TransportLimits limits(Duration patience) {
        return patient(2_000, 1_000, 4_000, patience);
    }

    /** Limits of a server that ends nothing by itself before a test is over, also on a machine that is busy. */
    static TransportLimits patient(int connections, int perAddress, int requests) {
        return patient(connections, perAddress, requests, Duration.ofMinutes(2));
    }

    private static TransportLimits patient(int connections, int perAddress, int requests, Duration patience) {
        return new TransportLimits(
                connections, perAddress, requests, 1 << 24, patience, Duration.ofSeconds(30), Duration.ofSeconds(2));
    }

    private static TlsIdentity identity() {
        try {
            Path folder = Files.createTempDirectory("attacked");
            return new TlsIdentity(FirstCertificate.in(folder.resolve("tls"), Clock.systemUTC()));
        } catch (Exception unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    int tlsPort() {
        return server.port(0);
    }

    int plainPort() {
        return server.port(1);
    }

    /** The port of the listener that also speaks HTTP/2 without TLS. */
    int priorKnowledgePort() {
        return server.port(2);
    }

    int mutualTlsPort() {
        return server.port(3);
    }

    NettyServer transport() {
        return server;
    }

    /** Listener and form of an HTTP/1.1 connection. */
    enum Http1 {
        PLAIN,
        TLS,
        PRIOR_KNOWLEDGE;

        Socket connect(AttackedServer server) throws IOException {
            return switch (this) {
                case PLAIN -> Sockets.plain(server.plainPort());
                case PRIOR_KNOWLEDGE -> Sockets.plain(server.priorKnowledgePort());
                case TLS -> Sockets.tls(server.tlsPort(), "http/1.1");
            };
        }
    }

    /** Listener and form of an HTTP/2 connection. */
    enum Http2 {
        PLAIN,
        TLS;

        Http2Peer connect(AttackedServer server) throws IOException {
            return Http2Peer.over(socket(server));
        }

        Socket socket(AttackedServer server) throws IOException {
            return this == PLAIN ? Sockets.plain(server.priorKnowledgePort()) : Sockets.tls(server.tlsPort(), "h2");
        }
    }

    /** Waits until the server holds nothing: no request, no body, no connection. */
    void assertNothingIsLeft() {
        assertComesTrue(() -> server.requestsUnderWay() == 0 && server.heldBytes() == 0 && server.connections() == 0);
        assertThat(server.requestsUnderWay()).as("requests").isZero();
        assertThat(server.heldBytes()).as("held bytes").isZero();
        assertThat(server.connections()).as("connections").isZero();
    }

    /** Waits until the server has seen so many requests, and holds nothing of them. */
    void assertNothingIsLeftOf(int requests) {
        assertComesTrue(() -> handled.get() >= requests);
        assertNothingIsLeft();
    }

    /** Waits for what is to happen soon, or not at all. */
    static void assertComesTrue(java.util.function.BooleanSupplier expected) {
        Instant end = Instant.now().plus(SETTLED_WITHIN);
        while (!expected.getAsBoolean() && Instant.now().isBefore(end)) {
            // with pauses, because the processor is what the server needs
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        assertThat(expected.getAsBoolean()).as("within " + SETTLED_WITHIN).isTrue();
    }

    private final class Routes implements Handler {
        @Override
        public void handle(ServerRequest request, ServerResponse response) throws IOException {
            handled.incrementAndGet();
            switch (request.path()) {
                case "/token" -> answer(request, response, LONGEST_BODY);
                case "/upload" -> answer(request, response, LONGEST_UPLOAD);
                case "/large" -> response.send(LARGE_BODY);
                case "/certificates" -> response.send(names(request).getBytes(StandardCharsets.UTF_8));
                case "/stream" -> stream(response);
                case "/held" -> hold(response);
                default -> response.send((request.method() + " " + request.path()).getBytes(StandardCharsets.US_ASCII));
            }
        }

        private void answer(ServerRequest request, ServerResponse response, int most) throws IOException {
            switch (request.body(most)) {
                case ReceivedBody.Complete(byte[] bytes) -> response.send(bytes);
                case ReceivedBody.TooLarge() -> response.status(413).send();
                case ReceivedBody.TooSlow() -> response.status(408).send();
            }
        }

        private static String names(ServerRequest request) {
            return request.certificates().stream()
                    .map(certificate -> certificate.getSubjectX500Principal().getName())
                    .toList()
                    .toString();
        }

        private static void stream(ServerResponse response) throws IOException {
            try (OutputStream out = response.outputStream()) {
                out.write(LARGE_BODY);
            }
        }

        private void hold(ServerResponse response) {
            try {
                held.await();
                response.send();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private static final class Strangers implements Proxies {
        @Override
        public boolean isTrusted(InetAddress peer) {
            return false;
        }

        @Override
        public boolean isShared(InetAddress peer) {
            return false;
        }

        @Override
        public InetAddress client(InetAddress peer, RequestHeaders headers) {
            return peer;
        }
    }

    @Override
    public void close() {
        held.countDown();
        server.close();
    }
}
