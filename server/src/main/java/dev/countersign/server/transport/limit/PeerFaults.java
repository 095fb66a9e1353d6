package dev.countersign.server.transport.limit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The ends of connections and streams whose peer broke the protocol, or keeps the server waiting.
 *
 * <p>Work-around until the issue "Closing a stream does not end it while its response waits" of {@code
 * docs/upstream.md} is solved.
 */
public final class PeerFaults {
    private PeerFaults() {}

    /**
     * Closes an HTTP/1.1 connection, or resets an HTTP/2 stream. The reset is explicit: closing the channel of a stream
     * whose response is written but not accepted would leave the stream open, and a reset with CANCEL instead of the
     * peer's own fault would not count against the peer. If the peer does not accept the reset in time, the connection
     * is closed.
     *
     * @param patience time limit for the reset
     */
    public static void breakOff(ChannelHandlerContext ctx, boolean http2, Http2Error error, Duration patience) {
        if (http2) {
            ChannelFuture reset =
                    ctx.writeAndFlush(new DefaultHttp2ResetFrame(error)).addListener(ChannelFutureListener.CLOSE);
            if (!reset.isDone()) {
                Runnable end = () -> {
                    var _ = ctx.channel().parent().close();
                };
                var untaken = ctx.executor().schedule(end, patience.toMillis(), TimeUnit.MILLISECONDS);
                reset.addListener(_ -> untaken.cancel(false));
            }
        } else {
            var _ = ctx.close();
        }
    }

    /** Terminates what the peer does not accept: a stream, or the whole connection when it accepts nothing at all. */
    public static void tooSlow(ChannelHandlerContext ctx, boolean http2, Duration patience) {
        Channel connection = ctx.channel().parent();
        if (http2 && connection != null && !connection.isWritable()) {
            var _ = connection.close();
        } else {
            breakOff(ctx, http2, Http2Error.CANCEL, patience);
        }
    }

    /** The error code of the peer's fault (RFC 9113 §7). */
    public static Http2Error errorOf(Throwable cause) {
        return switch (cause) {
            case Http2FrameStreamException ofStream -> ofStream.error();
            case Http2Exception ofProtocol -> ofProtocol.error();
            default -> Http2Error.PROTOCOL_ERROR;
        };
    }
}
