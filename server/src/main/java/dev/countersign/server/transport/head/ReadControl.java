package dev.countersign.server.transport.head;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The switch by which a connection or a stream reads on or not, and the answer to {@code Expect: 100-continue}.
 *
 * <p>Work-around until the issue "Pipelined requests are decoded ahead" of {@code docs/upstream.md} is solved.
 */
public final class ReadControl {
    private final @Nullable StrictRequestDecoder http1;
    private final BiConsumer<ChannelHandlerContext, Throwable> faults;
    private boolean continueIsExpected;

    /**
     * Creates a control.
     *
     * @param http1 the decoder; null over HTTP/2
     * @param faults receives faults in decoding delayed input
     */
    public ReadControl(@Nullable StrictRequestDecoder http1, BiConsumer<ChannelHandlerContext, Throwable> faults) {
        this.http1 = http1;
        this.faults = faults;
    }

    public void expectContinue(boolean expected) {
        continueIsExpected = expected;
    }

    /** Makes the peer send the announced body, if it waits for that (RFC 9110 §10.1.1). */
    public void sayContinue(ChannelHandlerContext ctx) {
        if (continueIsExpected) {
            continueIsExpected = false;
            var _ = ctx.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
                    ctx.voidPromise());
        }
    }

    public void pause(ChannelHandlerContext ctx) {
        if (http1 != null) {
            http1.pause();
        } else {
            ctx.channel().config().setAutoRead(false);
        }
    }

    /**
     * Resumes reading.
     *
     * @param nextRequest whether the next input is another request
     */
    public void resume(ChannelHandlerContext ctx, boolean nextRequest) {
        try {
            if (http1 != null) {
                http1.resume(ctx, nextRequest);
            } else {
                ctx.channel().config().setAutoRead(true);
            }
        } catch (Exception fault) {
            faults.accept(ctx, fault);
        }
    }
}
