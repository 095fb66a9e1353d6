package dev.countersign.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The stream of a body that says when its first bytes are awaited and when its last ones came. What the peer does wrong
 * in the middle of it ends the request, and is no fault of ours.
 */
final class AwaitedBody extends FilterInputStream {
    private final Runnable begin;
    private final Runnable end;
    private boolean begun;

    AwaitedBody(InputStream body, Runnable begin, Runnable end) {
        super(body);
        this.begin = begin;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? count : one[0] & 0xFF;
    }

    /**
     * Reads on.
     *
     * @throws CloseConnectionException when the peer went away
     * @throws RequestException when its chunks are broken (RFC 9112 §7.1)
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            begin.run();
        }
        try {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
                end.run();
            }
            return count;
        } catch (NumberFormatException notAChunkSize) {
            throw RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .setKeepAlive(false)
                    .message("a chunk without a size")
                    .build();
        } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException peerGone) {
            throw new CloseConnectionException("the peer went away before its request was complete", peerGone);
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        end.run();
    }
}
