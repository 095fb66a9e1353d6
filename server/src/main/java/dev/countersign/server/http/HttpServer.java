package dev.countersign.server.http;

import dev.countersign.server.http.CertificateFiles.UnusableException;
import dev.countersign.server.http.HttpSettings.Limits;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.tls.Tls;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.spi.ProtocolConfig;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The listening server: HTTPS, and plain HTTP for a proxy beside it if that is wanted; HTTP/1.1 and HTTP/2. */
public final class HttpServer implements AutoCloseable {
    private static final String PLAIN = "plain";
    /** Room for a certificate chain or a key set in the REST API; the token endpoint takes less. */
    private static final long LONGEST_BODY = 1 << 20;

    private static final int LONGEST_HEADERS = 16 * 1024;
    private static final int LONGEST_REQUEST_LINE = 8 * 1024;
    private static final int MOST_STREAMS = 100;
    /** How long answers that were on their way when the stop began get to take their leave with them. */
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final WebServer server;
    private final Lifecycle lifecycle;
    private final Housekeeping housekeeping;
    private final boolean plain;

    private HttpServer(WebServer server, Lifecycle lifecycle, Housekeeping housekeeping, boolean plain) {
        this.server = server;
        this.lifecycle = lifecycle;
        this.housekeeping = housekeeping;
        this.plain = plain;
    }

    /** Has the web server look for its parts on the class path, which it does once, when the first thing is asked of it. */
    public static void prepare() {
        GlobalServiceRegistry.registry();
    }

    /**
     * Starts to listen.
     *
     * @throws UnusableException when the TLS certificate cannot be used
     * @throws UncheckedIOException when an address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, HttpParts parts) throws UnusableException {
        var identity = new TlsIdentity(settings.certificate());
        var lifecycle = new Lifecycle();
        Limits limits = settings.limits();
        var connections = new Connections(limits.patience());
        var doorkeeper = new Doorkeeper(limits.tokenRequests(), parts.tokens().clients(), parts.load());

        var builder = WebServer.builder().shutdownHook(false);
        listener(builder, WebServer.DEFAULT_SOCKET_NAME, settings.https(), limits, connections)
                .tls(tls(identity))
                .routing(Routes.of(parts, lifecycle, connections, doorkeeper));
        settings.plain()
                .ifPresent(address -> builder.putSocket(
                        PLAIN,
                        listener(ListenerConfig.builder(), PLAIN, address, limits, connections)
                                .routing(Routes.of(parts, lifecycle, connections, doorkeeper))
                                .build()));
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            // Helidon logs why and returns as if nothing had happened
            throw new UncheckedIOException(new BindException("the port is in use, or the address is not ours"));
        }

        var housekeeping = new Housekeeping(List.of(identity::reloadIfChanged, connections::sweep));
        return new HttpServer(server, lifecycle, housekeeping, settings.plain().isPresent());
    }

    private static <B extends ListenerConfig.BuilderBase<B, ?>> B listener(
            B builder, String name, InetSocketAddress address, Limits limits, Connections connections) {
        return builder.name(name)
                .address(address.getAddress())
                .port(address.getPort())
                .connectionOptions(new ConnectionOptions(connections))
                .maxTcpConnections(limits.connections())
                .concurrencyLimit(
                        FixedLimit.builder().permits(limits.connections()).build())
                .maxPayloadSize(LONGEST_BODY)
                .idleConnectionTimeout(limits.idle())
                .idleConnectionPeriod(Duration.ofSeconds(5))
                .shutdownGracePeriod(limits.stop().minus(FAREWELL))
                .directHandlers(TransportErrors.handlers())
                .protocolsDiscoverServices(false)
                .connectionSelectors(UnchainedReading.of(name, protocols(connections)));
    }

    private static List<ProtocolConfig> protocols(Connections connections) {
        return List.of(
                Http2Config.builder()
                        .maxConcurrentStreams(MOST_STREAMS)
                        .maxHeaderListSize(LONGEST_HEADERS)
                        .build(),
                Http1Config.builder()
                        .maxHeadersSize(LONGEST_HEADERS)
                        .maxPrologueLength(LONGEST_REQUEST_LINE)
                        .receiveListeners(List.of(connections))
                        .build());
    }

    private static Tls tls(TlsIdentity identity) {
        return Tls.builder()
                .sslContext(identity.sslContext())
                .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                .applicationProtocols(List.of("h2", "http/1.1"))
                .build();
    }

    /** The port of the HTTPS listener. */
    public int httpsPort() {
        return server.port();
    }

    /** The port of the plain listener; empty when there is none. */
    public OptionalInt plainPort() {
        return plain ? OptionalInt.of(server.port(PLAIN)) : OptionalInt.empty();
    }

    /**
     * Stops: says that it is not ready, takes no new connections, and lets requests under way end, for as long as the
     * limits allow.
     */
    @Override
    public void close() {
        lifecycle.stopping();
        try {
            Thread.sleep(FAREWELL);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        housekeeping.close();
    }
}
