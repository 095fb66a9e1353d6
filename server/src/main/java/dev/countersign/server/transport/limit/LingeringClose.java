package dev.countersign.server.transport.limit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * The end of an HTTP/1.1 connection after its last response (RFC 9112 §9.6). The output is closed, so that the peer knows
 * that nothing follows. What it still sends is dropped until it closes its side: closing both would answer that input
 * with a reset, which can reach the peer before it reads the response. The caller closes the connection when the peer has,
 * or takes too long; a peer that sends without end is cut off.
 */
public final class LingeringClose extends ChannelInboundHandlerAdapter {
    /** Largest number of octets dropped; a peer that sends more does not read. */
    private static final long MOST_DROPPED = 1 << 24;

    private long dropped;

    private LingeringClose() {}

    /** Closes the output, and drops what arrives, before it is decrypted. */
    public static void begin(ChannelHandlerContext ctx) {
        if (!(ctx.channel() instanceof DuplexChannel channel) || channel.isInputShutdown()) {
            var _ = ctx.close();
            return;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addFirst(new LingeringClose());
        SslHandler tls = pipeline.get(SslHandler.class);
        var said = tls == null ? ctx.newSucceededFuture() : tls.closeOutbound();
        said.addListener(_ -> {
            var _ = channel.shutdownOutput();
        });
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        dropped += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (dropped > MOST_DROPPED) {
            var _ = ctx.close();
        }
    }
}
