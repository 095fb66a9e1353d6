package dev.countersign.server.transport.head;

import dev.countersign.server.transport.limit.TransportLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The decoder of HTTP/1.1 requests. It decodes one request at a time: what a peer sends beyond it stays undecoded
 * until the response is written. What a lenient reader would repair is an error ({@link RequestFraming}), and so are a
 * length and a coding in one head (RFC 9112 §6.3 (3)).
 *
 * <p>Work-around until the issue "Pipelined requests are decoded ahead" of {@code docs/upstream.md} is solved.
 */
public final class StrictRequestDecoder extends HttpRequestDecoder {
    private final Runnable began;
    private final RequestFraming framing = new RequestFraming();
    private boolean paused;
    private boolean malformed;
    private boolean betweenRequests = true;

    /**
     * Creates a decoder.
     *
     * @param began called when the first bytes of a request arrive
     */
    public StrictRequestDecoder(Runnable began) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(TransportLimits.REQUEST_LINE)
                .setMaxHeaderSize(TransportLimits.HEADER_LIST)
                .setMaxChunkSize(16 * 1024)
                .setInitialBufferSize(128)
                .setHeadersFactory(BoundedFields.FACTORY)
                .setTrailersFactory(BoundedFields.FACTORY)
                .setStrictLineParsing(true)
                .setAllowDuplicateContentLengths(false));
        this.began = began;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (message instanceof ByteBuf bytes) {
            if (paused) {
                // more than one request ahead: further input stays in the peer's socket
                ctx.channel().config().setAutoRead(false);
            } else if (betweenRequests && bytes.isReadable()) {
                betweenRequests = false;
                began.run();
            }
        }
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (paused) {
            return;
        }
        if (!framing.accepts(buffer)) {
            malformed = true;
            out.add(notFramed());
        }
        if (malformed) {
            buffer.skipBytes(buffer.readableBytes());
            return;
        }
        int before = buffer.readableBytes();
        super.decode(ctx, buffer, out);
        framing.decoded(before - buffer.readableBytes());
        if (!out.isEmpty() && out.getLast() instanceof HttpRequest head && HttpUtil.isTransferEncodingChunked(head)) {
            framing.chunksBegin();
        }
    }

    private static LastHttpContent notFramed() {
        var end = new DefaultLastHttpContent();
        end.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("framing")));
        return end;
    }

    /** Reads nothing while paused: the superclass would continue to read while nothing is decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (paused) {
            ctx.fireChannelReadComplete();
        } else {
            super.channelReadComplete(ctx);
        }
    }

    /** Pauses decoding. */
    public void pause() {
        paused = true;
    }

    /** Resumes decoding with the input received meanwhile. */
    void resume(ChannelHandlerContext ctx, boolean nextRequest) throws Exception {
        paused = false;
        if (nextRequest) {
            framing.requestBegins();
            betweenRequests = actualReadableBytes() == 0;
            if (!betweenRequests) {
                began.run();
            }
        }
        ctx.channel().config().setAutoRead(true);
        if (actualReadableBytes() > 0) {
            channelRead(ctx.pipeline().context(this), Unpooled.EMPTY_BUFFER);
        }
    }
}
