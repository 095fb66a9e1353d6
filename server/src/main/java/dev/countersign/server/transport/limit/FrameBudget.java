package dev.countersign.server.transport.limit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2UnknownFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * The limit of what an HTTP/2 connection makes the server do for next to nothing (RFC 9113 §10.5): control frames,
 * unknown ones, small pieces of bodies, and streams that the server has to reset. A connection that has more of them
 * within a while is ended. The library counts resets too, but none that say {@code CANCEL}, as most of ours do.
 *
 * <p>Work-around until the issue "Resets with CANCEL and frames without content are not limited" of {@code
 * docs/upstream.md} is solved.
 */
public final class FrameBudget extends ChannelDuplexHandler {
    private static final long WHILE = Duration.ofSeconds(30).toNanos();

    private final Http2ConnectionHandler codec;
    private long began = System.nanoTime();
    private int idleFrames;
    private int resets;
    private boolean exceeded;

    /** Creates an unused budget. */
    public FrameBudget(Http2ConnectionHandler codec) {
        this.codec = codec;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (carriesNothing(frame)) {
            count();
            idleFrames++;
            judge(ctx);
        }
        if (exceeded) {
            ReferenceCountUtil.release(frame);
        } else {
            ctx.fireChannelRead(frame);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise) {
        var _ = ctx.write(frame, promise);
        if (frame instanceof Http2ResetFrame) {
            count();
            resets++;
            judge(ctx);
        }
    }

    private void count() {
        long now = System.nanoTime();
        if (now - began > WHILE) {
            began = now;
            idleFrames = 0;
            resets = 0;
        }
    }

    private void judge(ChannelHandlerContext ctx) {
        if (!exceeded && (idleFrames > TransportLimits.IDLE_FRAMES || resets > TransportLimits.RESETS)) {
            exceeded = true;
            codec.onError(
                    ctx.pipeline().context(codec),
                    false,
                    Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "frames that carry nothing"));
        }
    }

    private static boolean carriesNothing(Object frame) {
        return switch (frame) {
            case Http2DataFrame data ->
                !data.isEndStream() && data.content().readableBytes() < TransportLimits.SMALL_DATA;
            case Http2PingFrame ping -> !ping.ack();
            case Http2SettingsFrame _, Http2PriorityFrame _, Http2UnknownFrame _ -> true;
            default -> false;
        };
    }
}
