package dev.countersign.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of requests of one HTTP/1.1 connection, or of the one request of an HTTP/2 stream. A request is handed to
 * its handler once its body is there, so that a slow sender holds no thread and no permit; every wait for the peer has a
 * deadline. Everything but the handler's call runs on the event loop of the connection.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());
    /** What a caller may still be sending is dropped for so long, or a reset would overtake the response on its way. */
    private static final Duration DROPPED_WITHIN = Duration.ofSeconds(1);

    private final Shared shared;
    private final Peer peer;
    private final @Nullable StrictRequestDecoder http1;
    private final PeerWait wait = new PeerWait(this::expired);
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestLife current;
    private @Nullable ServerRequest request;
    private boolean dispatched;
    private boolean continueIsExpected;
    /** Nothing more is received. */
    private boolean ended;

    /**
     * The other end of a connection.
     *
     * @param reserve whether only {@code /health} is answered on it
     */
    record Peer(InetAddress address, boolean secure, boolean reserve) {}

    /** A receiver that reads from this decoder; null over HTTP/2. */
    RequestHandler(Shared shared, Peer peer, @Nullable StrictRequestDecoder http1) {
        this.shared = shared;
        this.peer = peer;
        this.http1 = http1;
    }

    boolean isHttp2() {
        return http1 == null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        shared.waits().add(wait);
        wait.begin(peer.reserve() ? DROPPED_WITHIN : shared.limits().patience());
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
        }
        ctx.fireUserEventTriggered(event);
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
            refuse(ctx, target.isEmpty() ? HeadRules.BAD_REQUEST : status);
            return;
        }
        boolean health = target.get().path().startsWith("/health/");
        if (!health && (peer.reserve() || !shared.open().requestBegins())) {
            refuse(ctx, HeadRules.UNAVAILABLE);
            return;
        }
        long length = new RequestHeaders(head.headers()).contentLength().orElse(0);
        var body = new IncomingBody(shared.open(), ctx.executor(), length, this::receiveMore);
        RequestLife life = new RequestLife(
                this,
                shared,
                body,
                !health,
                head.method().name(),
                head.protocolVersion().equals(HttpVersion.HTTP_1_0),
                HttpUtil.isKeepAlive(head) && !peer.reserve());
        current = life;
        dispatched = false;
        request = new ServerRequest(head, target.get(), peer, shared.proxies(), body);
        continueIsExpected = HttpUtil.is100ContinueExpected(head);
        if (length > TransportLimits.EAGER_BODY) {
            pause(ctx, life);
            dispatch(ctx, life);
        } else {
            wait.begin(shared.limits().patience());
            sayContinue(ctx);
        }
    }

    private void sayContinue(ChannelHandlerContext ctx) {
        if (continueIsExpected) {
            continueIsExpected = false;
            var _ = ctx.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
                    ctx.voidPromise());
        }
    }

    private void receive(ChannelHandlerContext ctx, HttpContent content) {
        RequestLife life = current;
        if (life == null) {
            return;
        }
        boolean last = content instanceof LastHttpContent;
        switch (life.body().append(content.content(), last)) {
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
                if (dispatched) {
                    life.body().tooLarge();
                }
                pause(ctx, life);
                if (!dispatched) {
                    dispatch(ctx, life);
                }
            }
            case NO_ROOM -> {
                if (dispatched) {
                    life.body().broken();
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
        if (http1 != null) {
            http1.pause();
        } else {
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** The handler wants more of the body than was received before it. */
    private void receiveMore() {
        ChannelHandlerContext ctx = context();
        if (ended || current == null) {
            return;
        }
        wait.begin(shared.limits().patience());
        sayContinue(ctx);
        try {
            if (http1 != null) {
                http1.resume(ctx, false);
            } else {
                ctx.channel().config().setAutoRead(true);
            }
        } catch (Exception fault) {
            exceptionCaught(ctx, fault);
        }
    }

    private void dispatch(ChannelHandlerContext ctx, RequestLife life) {
        dispatched = true;
        wait.end();
        ServerRequest received = request;
        request = null;
        if (received != null) {
            var response = new ServerResponse(life, ctx.channel());
            shared.handlers().execute(() -> run(life, received, response));
        }
    }

    private void run(RequestLife life, ServerRequest received, ServerResponse response) {
        boolean good = false;
        try {
            shared.handler().handle(received, response);
            good = response.isSent();
            if (!good) {
                LOG.log(System.Logger.Level.ERROR, "A request was left without a response");
            }
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "A peer went away", gone);
        } catch (RuntimeException fault) {
            LOG.log(System.Logger.Level.ERROR, "A request met a fault, and its connection was closed", fault);
        } finally {
            if (!good) {
                breakOff(context(), Http2Error.INTERNAL_ERROR);
            }
            life.partEnded();
        }
    }

    /** The peer has to take the response now. */
    void awaitsPeer() {
        wait.begin(shared.limits().patience());
    }

    /** The response is written, or cannot be. */
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
            breakOff(ctx, Http2Error.CANCEL);
        } else if (http1 == null) {
            if (!complete) {
                // RFC 9113 §8.1: the response stands, and the rest of the request is not wanted
                var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
            }
        } else if (closes) {
            end(ctx, complete);
        } else {
            next(ctx, http1);
        }
    }

    private void next(ChannelHandlerContext ctx, StrictRequestDecoder decoder) {
        wait.begin(shared.limits().idle());
        try {
            decoder.resume(ctx, true);
        } catch (Exception fault) {
            exceptionCaught(ctx, fault);
        }
    }

    /** Ends the connection; what is still under way is dropped for a moment, so that the peer reads the response. */
    private void end(ChannelHandlerContext ctx, boolean complete) {
        ended = true;
        if (complete || http1 == null) {
            var _ = ctx.close();
        } else {
            http1.discard();
            ctx.channel().config().setAutoRead(true);
            wait.begin(DROPPED_WITHIN);
        }
    }

    private void refuse(ChannelHandlerContext ctx, int status) {
        ended = true;
        var body = new IncomingBody(shared.open(), ctx.executor(), 0, () -> {});
        var life = new RequestLife(this, shared, body, false, "", false, false);
        life.partEnded();
        current = life;
        dispatched = true;
        shared.errors().refuse(new ServerResponse(life, ctx.channel()), status);
    }

    private void malformed(ChannelHandlerContext ctx, Throwable cause) {
        RequestLife life = current;
        if (life != null && dispatched) {
            ended = true;
            life.body().broken();
            return;
        }
        abandon(life);
        refuse(ctx, life == null ? HeadRules.statusOf(cause) : HeadRules.BAD_REQUEST);
    }

    private void abandon(@Nullable RequestLife life) {
        if (life != null) {
            current = null;
            life.partEnded();
            life.partEnded();
        }
    }

    /** The peer took too long: for its next request, for a body, or to take a response. */
    private void expired() {
        ChannelHandlerContext ctx = context();
        ctx.executor().execute(() -> {
            RequestLife life = current;
            if (ended || life == null || life.body().isComplete() || life.body().isPaused()) {
                breakOff(ctx, Http2Error.CANCEL);
                return;
            }
            life.body().tooSlow();
            pause(ctx, life);
            if (!dispatched) {
                dispatch(ctx, life);
            }
        });
    }

    /**
     * Ends an HTTP/1.1 connection, or resets an HTTP/2 stream. The reset is explicit: closing the channel of a stream whose
     * response is written but not taken would leave the stream open, and a reset by CANCEL in the place of the peer's own
     * fault would not count against the peer.
     */
    private void breakOff(ChannelHandlerContext ctx, Http2Error error) {
        if (http1 == null) {
            var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(error)).addListener(_ -> ctx.close());
        } else {
            var _ = ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.DEBUG, "A connection was closed", cause);
        }
        breakOff(
                ctx,
                switch (cause) {
                    case Http2FrameStreamException ofStream -> ofStream.error();
                    case Http2Exception ofProtocol -> ofProtocol.error();
                    default -> Http2Error.PROTOCOL_ERROR;
                });
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return known;
    }
}
