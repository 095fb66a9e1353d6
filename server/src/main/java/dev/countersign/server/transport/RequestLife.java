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
 * Life cycle of one request from its head to the last byte of its response. It counts as open until its handler has
 * returned and its response is written.
 */
final class RequestLife {
    /** The handler and the response. */
    private static final int PARTS = 2;

    private final RequestHandler connection;
    private final Shared shared;
    private final IncomingBody body;
    private final OpenConnections.Slot slot;
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
            OpenConnections.Slot slot,
            AddressShare share,
            String method,
            boolean http10,
            boolean keepAlive) {
        this.connection = connection;
        this.shared = shared;
        this.body = body;
        this.slot = slot;
        this.share = share;
        this.method = method;
        this.http10 = http10;
        this.keepAlive = keepAlive;
    }

    /** A request to be answered by a handler. */
    static RequestLife of(
            RequestHandler connection,
            Shared shared,
            RequestPeer peer,
            HttpRequest head,
            OpenConnections.Slot slot,
            IncomingBody body) {
        return new RequestLife(
                connection,
                shared,
                body,
                slot,
                peer.share(),
                head.method().name(),
                head.protocolVersion().equals(HttpVersion.HTTP_1_0),
                HttpUtil.isKeepAlive(head) && !peer.reserve());
    }

    /** A request refused before any handler; its only remaining part is the response. */
    static RequestLife ofRefusal(RequestHandler connection, Shared shared, RequestPeer peer, Executor loop) {
        var body = new IncomingBody(shared.open(), loop, 0, () -> {});
        var life = new RequestLife(connection, shared, body, OpenConnections.Slot.NONE, peer.share(), "", false, false);
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

    /** Records that the body cannot be received, with the status. */
    void fail(int status) {
        failure = status;
        body.broken();
    }

    /** The status for a body that cannot be received; {@link HeadRules#GOOD} when there is none. */
    int failure() {
        return failure;
    }

    /** Whether the connection closes after the response: on request, or because the rest of the body would follow. */
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

    /** Called when the last part of the response is being written. */
    void written(ChannelFuture write) {
        connection.awaitsPeer(this);
        write.addListener(done -> connection.written(this, done.isSuccess()));
    }

    /** Called when one of its parts has ended. */
    void partEnded() {
        if (open.decrementAndGet() == 0) {
            body.release();
            shared.open().requestEnded(slot, share);
        }
    }
}
