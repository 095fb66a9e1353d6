package dev.countersign.server.http;

import dev.countersign.server.http.HttpSettings.Limits;
import dev.countersign.server.http.token.ErrorResponder;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.transport.ListenerSettings;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.tls.CertificateFiles.UnusableException;
import dev.countersign.server.transport.tls.HostCertificates;
import dev.countersign.server.transport.tls.TlsIdentity;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The HTTP server: HTTPS, and if configured plain HTTP for a proxy on the same machine, and HTTPS that asks for a
 * certificate of the client, which serves no pages.
 */
public final class HttpServer implements AutoCloseable {
    private final NettyServer server;
    private final AtomicBoolean stopping;
    private final List<ListenerSettings> listeners;

    private HttpServer(NettyServer server, AtomicBoolean stopping, List<ListenerSettings> listeners) {
        this.server = server;
        this.stopping = stopping;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Starts listening.
     *
     * @param parts those of the root organization
     *
     * @throws UnusableException when the TLS certificate cannot be used
     * @throws UncheckedIOException when an address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, HttpParts parts, HttpParts.Organizations others)
            throws UnusableException {
        var identity = new TlsIdentity(settings.certificate(), new HostCertificates(others::certificate));
        Limits limits = settings.limits();
        var shedder = new LoadShedder(limits.tokenRequests(), parts.tokens().trust(), parts.load());
        var stopping = new AtomicBoolean();
        var errors = new ErrorResponder();

        var listeners = new ArrayList<ListenerSettings>();
        listeners.add(ListenerSettings.https(settings.https(), identity));
        settings.plain()
                .ifPresent(address -> listeners.add(ListenerSettings.plain(address, settings.priorKnowledge())));
        settings.mutualTls().ifPresent(address -> listeners.add(ListenerSettings.mutualTls(address, identity)));
        NettyServer server = NettyServer.start(
                listeners,
                limits.transport(),
                parts.proxies(),
                new OrganizationRoutes(
                        Routes.of(parts, stopping::get, shedder, errors),
                        parts.tokens().trust().current().identity().path(),
                        new RequestHosts(others, parts.proxies()),
                        others,
                        organization -> Routes.of(
                                organization,
                                stopping::get,
                                shedder.of(organization.tokens().trust()),
                                errors),
                        errors),
                errors::unservable,
                parts.tokens().clock());
        return new HttpServer(server, stopping, listeners);
    }

    /** The port of the HTTPS listener. */
    public int httpsPort() {
        return server.port(0);
    }

    /** The port of the plain listener; empty when there is none. */
    public OptionalInt plainPort() {
        return port(listener -> listener.identity().isEmpty());
    }

    /** The port of the listener that asks for a certificate of the client; empty when there is none. */
    public OptionalInt mutualTlsPort() {
        return port(ListenerSettings::mutualTls);
    }

    private OptionalInt port(Predicate<ListenerSettings> wanted) {
        return IntStream.range(0, listeners.size())
                .filter(index -> wanted.test(listeners.get(index)))
                .map(server::port)
                .findFirst();
    }

    /**
     * Stops the server: reports that it is not ready, accepts no new connections, and waits for requests in progress,
     * within the limits.
     */
    @Override
    public void close() {
        stopping.set(true);
        server.close();
    }
}
