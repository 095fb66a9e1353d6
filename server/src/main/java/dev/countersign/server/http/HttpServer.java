package dev.countersign.server.http;

import dev.countersign.server.http.HttpSettings.Limits;
import dev.countersign.server.http.token.ErrorResponder;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.transport.ListenerSettings;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import dev.countersign.server.transport.tls.TlsIdentity;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server's HTTP: HTTPS, and plain HTTP for a proxy beside it if that is wanted, over one set of routes. */
public final class HttpServer implements AutoCloseable {
    private static final int HTTPS = 0;
    private static final int PLAIN = 1;

    private final NettyServer server;
    private final AtomicBoolean stopping;
    private final boolean plain;

    private HttpServer(NettyServer server, AtomicBoolean stopping, boolean plain) {
        this.server = server;
        this.stopping = stopping;
        this.plain = plain;
    }

    /**
     * Starts to listen.
     *
     * @throws UnusableException when the TLS certificate cannot be used
     * @throws UncheckedIOException when an address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, HttpParts parts) throws UnusableException {
        var identity = new TlsIdentity(settings.certificate());
        Limits limits = settings.limits();
        var shedder = new LoadShedder(limits.tokenRequests(), parts.tokens().trust(), parts.load());
        var stopping = new AtomicBoolean();
        var errors = new ErrorResponder();

        var listeners = new ArrayList<ListenerSettings>();
        listeners.add(new ListenerSettings(settings.https(), Optional.of(identity), false));
        settings.plain()
                .ifPresent(address ->
                        listeners.add(new ListenerSettings(address, Optional.empty(), settings.priorKnowledge())));
        NettyServer server = NettyServer.start(
                listeners,
                limits.transport(),
                parts.proxies(),
                Routes.of(parts, stopping::get, shedder, errors),
                errors::unservable,
                parts.tokens().clock());
        return new HttpServer(server, stopping, settings.plain().isPresent());
    }

    /** The port of the HTTPS listener. */
    public int httpsPort() {
        return server.port(HTTPS);
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
        stopping.set(true);
        server.close();
    }
}
