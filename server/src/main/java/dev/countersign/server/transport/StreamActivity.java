package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.PeerWait;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.jspecify.annotations.Nullable;

/**
 * The end of HTTP/2 connections that have no stream for too long: before the first one, and between streams.
 *
 * <p>Work-around until the issue "Waits for a peer have no deadline" of {@code docs/upstream.md} is solved.
 */
final class StreamActivity extends ChannelInboundHandlerAdapter {
    private final Shared shared;
    private final PeerWait wait = new PeerWait(this::expired);
    private @Nullable ChannelHandlerContext context;
    private int streams;

    StreamActivity(Shared shared) {
        this.shared = shared;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        shared.waits().add(wait);
        wait.begin(shared.limits().patience());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        shared.waits().remove(wait);
    }

    /** A stream was opened. */
    void began(Channel stream) {
        streams++;
        wait.end();
        stream.closeFuture().addListener(_ -> ended());
    }

    private void ended() {
        streams--;
        if (streams == 0) {
            wait.begin(shared.limits().idle());
        }
    }

    /** Sends GOAWAY (RFC 9113 §6.8) and closes the connection when its streams have ended. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == StopEvent.STOPPING) {
            var _ = ctx.close();
        }
        ctx.fireUserEventTriggered(event);
    }

    private void expired() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                if (wait.isOver()) {
                    var _ = ctx.close();
                }
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) == null) {
            var _ = ctx.close();
        }
        // otherwise the codec sends GOAWAY with the error code and closes by itself
    }
}
