package dev.countersign.server.transport;

import dev.countersign.server.transport.head.HeadRules;
import dev.countersign.server.transport.limit.AddressShare;
import dev.countersign.server.transport.limit.OpenConnections;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One request from its head to the last byte of its response. It counts among the open requests until its handler has
 * returned and its response is written, whichever comes last.
 */
final class RequestLife {
    /** The handler, and the response. */
    private static final int PARTS = 2;

    private final RequestHandler connection;
    private final Shared shared;
    private final IncomingBody body;
    private final OpenConnections.Place place;
    private final AddressShare share;
    private final String method;
    private final boolean http10;
    private final boolean keepAlive;
    private final AtomicInteger open = new AtomicInteger(PARTS);
    private volatile boolean closes;
    private volatile int failure;

    private RequestLife(
            RequestHandler connection,
            Shared shared,
            IncomingBody body,
            OpenConnections.Place place,
            AddressShare share,
            String method,
            boolean http10,
            boolean keepAlive) {
        this.connection = connection;
        this.shared = shared;
        this.body = body;
        this.place = place;
        this.share = share;
        this.method = method;
        this.http10 = http10;
        this.keepAlive = keepAlive;
    }

    /** A request that is to have its response from a handler. */
    static RequestLife of(
            RequestHandler connection,
            Shared shared,
            RequestPeer peer,
            HttpRequest head,
            OpenConnections.Place place,
            IncomingBody body) {
        return new RequestLife(
                connection,
                shared,
                body,
                place,
                peer.share(),
                head.method().name(),
                head.protocolVersion().equals(HttpVersion.HTTP_1_0),
                HttpUtil.isKeepAlive(head) && !peer.reserve());
    }

    /** A request that is refused before any handler sees it; it has one part left, the response. */
    static RequestLife ofRefusal(RequestHandler connection, Shared shared, RequestPeer peer, Executor loop) {
        var body = new IncomingBody(shared.open(), loop, 0, () -> {});
        var life =
                new RequestLife(connection, shared, body, OpenConnections.Place.NONE, peer.share(), "", false, false);
        life.partEnded();
        return life;
    }

    IncomingBody body() {
        return body;
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isHttp10() {
        return http10;
    }

    boolean isHttp2() {
        return connection.isHttp2();
    }

    Duration patience() {
        return shared.limits().patience();
    }

    String date() {
        return shared.dates().now();
    }

    void closeAfterwards() {
        closes = true;
    }

    /** The body cannot be received; this status says why. */
    void fail(int status) {
        failure = status;
        body.broken();
    }

    /** The status of a body that cannot be received; {@link HeadRules#GOOD} when none is known. */
    int failure() {
        return failure;
    }

    /** Whether the connection ends with the response: it was asked to, or the rest of the body would follow. */
    boolean closes() {
        return closes || !keepAlive || shared.isStopping() || !body.isComplete();
    }

    /** The {@code Connection} field of the response (RFC 9112 §9.3); HTTP/2 has none (RFC 9113 §8.2.2). */
    Optional<String> connectionField() {
        if (isHttp2()) {
            return Optional.empty();
        }
        if (closes()) {
            closes = true;
            return Optional.of("close");
        }
        return http10 ? Optional.of("keep-alive") : Optional.empty();
    }

    /** The last part of the response is on its way. */
    void written(ChannelFuture write) {
        connection.awaitsPeer(this);
        write.addListener(done -> connection.written(this, done.isSuccess()));
    }

    /** One of its parts is over. */
    void partEnded() {
        if (open.decrementAndGet() == 0) {
            body.release();
            shared.open().requestEnded(place, share);
        }
    }
}
