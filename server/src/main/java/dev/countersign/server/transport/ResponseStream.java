package dev.countersign.server.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** The body of a response written in pieces, each of which the peer must accept in time. */
final class ResponseStream extends OutputStream {
    private static final int PIECE = 16 * 1024;

    private final RequestLife life;
    private final Channel channel;
    private final byte[] buffer = new byte[PIECE];
    private int length;
    private boolean closed;

    ResponseStream(RequestLife life, Channel channel) {
        this.life = life;
        this.channel = channel;
    }

    void head(HttpResponse head) {
        var _ = channel.writeAndFlush(head, channel.voidPromise());
    }

    @Override
    public void write(int octet) throws IOException {
        if (length == PIECE) {
            flush();
        }
        buffer[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int taken = 0;
        while (taken < count) {
            if (length == PIECE) {
                flush();
            }
            int step = Math.min(PIECE - length, count - taken);
            System.arraycopy(bytes, offset + taken, buffer, length, step);
            length += step;
            taken += step;
        }
    }

    @Override
    public void flush() throws IOException {
        if (length > 0 && !life.isHead()) {
            byte[] piece = Arrays.copyOf(buffer, length);
            await(channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece))));
        }
        length = 0;
    }

    private void await(ChannelFuture write) throws IOException {
        try {
            boolean done = write.await(life.patience().toMillis());
            if (!done || !write.isSuccess()) {
                throw new ConnectionBrokenException("the peer does not take the response", write.cause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConnectionBrokenException("the server stops", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            flush();
            closed = true;
            life.written(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
        }
    }
}
