package dev.countersign.server.transport;

import dev.countersign.server.transport.head.HeadRules;
import dev.countersign.server.transport.head.ReadControl;
import dev.countersign.server.transport.head.RequestTarget;
import dev.countersign.server.transport.head.StrictRequestDecoder;
import dev.countersign.server.transport.limit.LingeringClose;
import dev.countersign.server.transport.limit.OpenConnections;
import dev.countersign.server.transport.limit.PeerFaults;
import dev.countersign.server.transport.limit.PeerWait;
import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of requests of one HTTP/1.1 connection, or of the one request of an HTTP/2 stream. A request is passed
 * to its handler when its body has arrived, so that a slow sender occupies neither a thread nor a permit; every wait
 * for the peer has a deadline. Everything except the handler runs on the event loop of the connection.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final Shared shared;
    private final RequestPeer peer;
    private final @Nullable StrictRequestDecoder http1;
    private final ReadControl reading;
    private final PeerWait wait = new PeerWait(this::expired);
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestLife current;
    private @Nullable ServerRequest request;
    private boolean dispatched;
    /** Whether no further input is accepted. */
    private boolean ended;

    /** Creates a receiver that reads from this decoder; null over HTTP/2. */
    RequestHandler(Shared shared, RequestPeer peer, @Nullable StrictRequestDecoder http1) {
        this.shared = shared;
        this.peer = peer;
        this.http1 = http1;
        this.reading = new ReadControl(http1, this::exceptionCaught);
    }

    boolean isHttp2() {
        return http1 == null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        shared.waits().add(wait);
        wait.begin(shared.firstPatience(peer));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        shared.waits().remove(wait);
        ended = true;
        RequestLife life = current;
        if (life != null) {
            current = null;
            life.body().broken();
            life.partEnded();
            if (!dispatched) {
                life.partEnded();
            }
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == StopEvent.STOPPING && current == null && http1 != null) {
            ended = true;
            var _ = ctx.close();
        } else if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    /** The peer has closed its output; it may still accept the response to a complete request. */
    private void inputEnded(ChannelHandlerContext ctx) {
        RequestLife life = current;
        if (life != null && life.body().isComplete()) {
            life.closeAfterwards();
        } else {
            ended = true;
            var _ = ctx.close();
        }
    }

    /** The head of a request begins to arrive. */
    void headBegins() {
        wait.begin(shared.limits().patience());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) throws Exception {
        if (ended) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            malformed(ctx, part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(ctx, head);
        }
        if (part instanceof HttpContent content && !ended) {
            receive(ctx, content);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        Optional<RequestTarget> target = RequestTarget.read(head.uri(), isHttp2());
        int status = HeadRules.statusOf(head, isHttp2());
        if (status != HeadRules.GOOD || target.isEmpty()) {
            refuse(ctx, status == HeadRules.GOOD ? HeadRules.BAD_REQUEST : status);
            return;
        }
        boolean health = target.get().path().startsWith("/health/");
        OpenConnections.Slot slot = peer.reserve() && !health
                ? OpenConnections.Slot.NONE
                : shared.open().requestBegins(peer.share(), health);
        if (slot == OpenConnections.Slot.NONE) {
            refuse(ctx);
            return;
        }
        long length = new RequestHeaders(head.headers()).contentLength().orElse(0);
        var body = new IncomingBody(shared.open(), ctx.executor(), length, this::receiveMore);
        RequestLife life = RequestLife.of(this, shared, peer, head, slot, body);
        current = life;
        dispatched = false;
        if (!body.hold(HeadRules.weight(head))) {
            abandon(life);
            refuse(ctx, HeadRules.UNAVAILABLE);
            return;
        }
        request = new ServerRequest(head, target.get(), peer, shared.proxies(), body);
        reading.expectContinue(HttpUtil.is100ContinueExpected(head));
        if (length > TransportLimits.EAGER_BODY) {
            pause(ctx, life);
            dispatch(ctx, life);
        } else {
            wait.begin(shared.limits().patience());
            reading.sayContinue(ctx);
        }
    }

    /**
     * Refuses a request for lack of capacity: a refused stream takes no memory (RFC 9113 §8.7), and HTTP/1.1 has a
     * status for it.
     */
    private void refuse(ChannelHandlerContext ctx) {
        if (http1 == null && !peer.reserve()) {
            ended = true;
            wait.end();
            var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
        } else {
            refuse(ctx, HeadRules.UNAVAILABLE);
        }
    }

    private void receive(ChannelHandlerContext ctx, HttpContent content) {
        RequestLife life = current;
        if (life == null) {
            return;
        }
        switch (life.body().append(content.content(), content instanceof LastHttpContent)) {
            case GOING_ON -> {}
            case COMPLETE -> {
                wait.end();
                if (http1 != null) {
                    http1.pause();
                }
                if (!dispatched) {
                    dispatch(ctx, life);
                }
            }
            case FULL -> {
                pause(ctx, life);
                if (dispatched) {
                    life.body().tooLarge();
                } else {
                    dispatch(ctx, life);
                }
            }
            case NO_ROOM -> {
                if (dispatched) {
                    life.fail(HeadRules.UNAVAILABLE);
                } else {
                    abandon(life);
                    refuse(ctx, HeadRules.UNAVAILABLE);
                }
            }
        }
    }

    private void pause(ChannelHandlerContext ctx, RequestLife life) {
        wait.end();
        life.body().pause();
        reading.pause(ctx);
    }

    /** Receives more of the body than was received before the handler asked. */
    private void receiveMore() {
        ChannelHandlerContext ctx = context();
        if (ended || current == null) {
            return;
        }
        wait.begin(shared.limits().patience());
        reading.sayContinue(ctx);
        reading.resume(ctx, false);
    }

    private void dispatch(ChannelHandlerContext ctx, RequestLife life) {
        dispatched = true;
        wait.end();
        ServerRequest received = request;
        request = null;
        if (received != null) {
            Runnable broken = () -> breakOff(Http2Error.INTERNAL_ERROR);
            var response = new ServerResponse(life, ctx.channel());
            shared.handlers().execute(new HandlerCall(shared, life, received, response, broken));
        }
    }

    /** Waits for the peer to accept the response. The rest of its request is dropped rather than kept meanwhile. */
    void awaitsPeer(RequestLife life) {
        wait.begin(shared.limits().patience());
        if (http1 == null && !life.body().isComplete()) {
            ChannelHandlerContext ctx = context();
            ctx.executor().execute(() -> {
                life.body().tooLarge();
                ctx.channel().config().setAutoRead(true);
            });
        }
    }

    /** Called when the response has been written, or cannot be. */
    void written(RequestLife life, boolean success) {
        ChannelHandlerContext ctx = context();
        if (current != life) {
            return;
        }
        current = null;
        boolean complete = life.body().isComplete();
        boolean closes = life.closes();
        life.body().tooLarge();
        life.partEnded();
        wait.end();
        if (!success) {
            breakOff(Http2Error.CANCEL);
        } else if (http1 == null) {
            if (!complete) {
                // RFC 9113 §8.1: the response is complete, and the rest of the request is not needed
                var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
            }
        } else if (closes) {
            end(ctx);
        } else {
            wait.begin(shared.limits().idle());
            reading.resume(ctx, true);
        }
    }

    /** Closes a connection of HTTP/1.1 after its last response, this side of it first. */
    private void end(ChannelHandlerContext ctx) {
        ended = true;
        wait.begin(shared.firstPatience(peer));
        LingeringClose.begin(ctx);
    }

    private void refuse(ChannelHandlerContext ctx, int status) {
        ended = true;
        RequestLife life = RequestLife.ofRefusal(this, shared, peer, ctx.executor());
        current = life;
        dispatched = true;
        shared.errors().refuse(new ServerResponse(life, ctx.channel()), status);
    }

    private void malformed(ChannelHandlerContext ctx, Throwable cause) {
        RequestLife life = current;
        if (life != null && dispatched) {
            ended = true;
            life.fail(HeadRules.BAD_REQUEST);
        } else {
            abandon(life);
            refuse(ctx, life == null ? HeadRules.statusOf(cause) : HeadRules.BAD_REQUEST);
        }
    }

    private void abandon(@Nullable RequestLife life) {
        if (life != null) {
            current = null;
            life.partEnded();
            life.partEnded();
        }
    }

    /** Called when the peer took too long: for its next request, for a body, or to accept a response. */
    private void expired() {
        ChannelHandlerContext ctx = context();
        ctx.executor().execute(() -> {
            if (!wait.isOver()) {
                return;
            }
            wait.end();
            RequestLife life = current;
            if (ended || life == null || life.body().isComplete() || life.body().isPaused()) {
                PeerFaults.tooSlow(ctx, isHttp2(), shared.limits().patience());
                return;
            }
            life.body().tooSlow();
            pause(ctx, life);
            if (!dispatched) {
                dispatch(ctx, life);
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "A connection was closed", cause);
        breakOff(PeerFaults.errorOf(cause));
    }

    private void breakOff(Http2Error error) {
        PeerFaults.breakOff(context(), isHttp2(), error, shared.limits().patience());
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }
}
