package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.PeerWait;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The choice between HTTP/2 and HTTP/1.1 by the first bytes of a connection without TLS (RFC 9113 §3.4).
 *
 * <p>Work-around until the issue "HTTP/2 by prior knowledge needs the upgrade handler" of {@code docs/upstream.md} is
 * solved.
 */
final class PrefaceReader extends ByteToMessageDecoder {
    private final Shared shared;
    private final Runnable http2;
    private final Runnable http1;
    private final PeerWait wait;

    PrefaceReader(Shared shared, Runnable http2, Runnable http1) {
        this.shared = shared;
        this.http2 = http2;
        this.http1 = http1;
        this.wait = new PeerWait(this::expired);
    }

    private volatile @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        shared.waits().add(wait);
        wait.begin(shared.limits().patience());
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        shared.waits().remove(wait);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        try {
            int length = Math.min(buffer.readableBytes(), preface.readableBytes());
            boolean same = ByteBufUtil.equals(buffer, buffer.readerIndex(), preface, 0, length);
            if (same && length < preface.readableBytes()) {
                return;
            }
            (same ? http2 : http1).run();
            ctx.pipeline().remove(this);
        } finally {
            preface.release();
        }
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
}
