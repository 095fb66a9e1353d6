package dev.countersign.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The response to one request: status and header fields, then a body at once or as a stream. It is written by one
 * thread. For {@code HEAD} the body is omitted (RFC 9110 §9.3.2).
 */
public final class ServerResponse {
    private static final byte[] NOTHING = {};

    private final RequestLife life;
    private final Channel channel;
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    private int status = 200;
    private boolean sent;

    ServerResponse(RequestLife life, Channel channel) {
        this.life = life;
        this.channel = channel;
    }

    /** Sets the status; the default is 200. */
    public ServerResponse status(int code) {
        this.status = code;
        return this;
    }

    /** The status that was set last. */
    public int status() {
        return status;
    }

    /** Sets a field and replaces those of the same name. */
    public ServerResponse header(Header field) {
        headers.set(field.name(), field.value());
        return this;
    }

    /** Sets a field and replaces those of the same name. */
    public ServerResponse header(String name, String value) {
        return header(new Header(name, value));
    }

    /** Adds a field to those of the same name. */
    public ServerResponse add(Header field) {
        headers.add(field.name(), field.value());
        return this;
    }

    /** The current value of a field. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Closes the connection after this response; over HTTP/2 only the stream ends, as always. */
    public ServerResponse closeConnection() {
        life.closeAfterwards();
        return this;
    }

    /** Whether it is being sent. */
    public boolean isSent() {
        return sent;
    }

    /** Sends a response without a body. */
    public void send() {
        send(NOTHING);
    }

    /** Sends the whole response. */
    public void send(byte[] body) {
        begin();
        boolean bodyless = status == 204 || status == 304;
        if (!bodyless) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        }
        ByteBuf content =
                bodyless || life.isHead() || body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        life.written(channel.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                content,
                headers,
                EmptyHttpHeaders.INSTANCE)));
    }

    /**
     * Sends a response of unknown length. Writing blocks while the peer is slow, and fails when it is too slow. Without
     * closing the stream the connection is aborted, so that the peer cannot take the response for complete.
     */
    public OutputStream outputStream() {
        begin();
        if (life.isHttp10()) {
            life.closeAfterwards();
        } else if (!life.isHttp2()) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        var stream = new ResponseStream(life, channel);
        stream.head(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers));
        return stream;
    }

    private void begin() {
        if (sent) {
            throw new IllegalStateException("a request is answered once");
        }
        sent = true;
        headers.set(HttpHeaderNames.DATE, life.date());
        life.connectionField().ifPresent(value -> headers.set(HttpHeaderNames.CONNECTION, value));
    }
}
