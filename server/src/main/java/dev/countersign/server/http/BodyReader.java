package dev.countersign.server.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The reader of request bodies that are small and arrive soon. A longer body is given up as soon as its length is known
 * to be too great; one that trickles in is given up at the deadline.
 */
final class BodyReader {
    private final int limitBytes;
    private final Duration deadline;

    /** A reader that takes so many bytes within so long. */
    BodyReader(int limitBytes, Duration deadline) {
        this.limitBytes = limitBytes;
        this.deadline = deadline;
    }

    /** What came of reading; after anything but {@link Complete} the rest of the body is still under way. */
    sealed interface Reading {
        @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
        record Complete(byte[] bytes) implements Reading {
            @Override
            public String toString() {
                return "Complete[redacted]";
            }
        }

        record TooLarge() implements Reading {}

        record TooSlow() implements Reading {}
    }

    /**
     * Reads the body.
     *
     * @throws CloseConnectionException when the peer went away in the middle of it
     */
    Reading read(ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > limitBytes) {
            return new Reading.TooLarge();
        }
        if (!request.content().hasEntity()) {
            return new Reading.Complete(new byte[0]);
        }
        try (InputStream in = request.content().inputStream()) {
            var declared = request.headers().contentLength();
            return declared.isPresent() ? read(in, new byte[(int) declared.getAsLong()]) : read(in);
        } catch (IOException peerGone) {
            throw new CloseConnectionException("the peer went away before its request was complete", peerGone);
        }
    }

    /** A body whose length was declared. */
    private Reading read(InputStream in, byte[] body) throws IOException {
        long start = System.nanoTime();
        int length = 0;
        while (length < body.length) {
            int count = in.read(body, length, body.length - length);
            if (count < 0) {
                throw new IOException("the body is shorter than it was said to be");
            }
            length += count;
            if (System.nanoTime() - start > deadline.toNanos()) {
                return new Reading.TooSlow();
            }
        }
        if (in.read() >= 0) {
            throw new IOException("the body is longer than it was said to be");
        }
        return new Reading.Complete(body);
    }

    private Reading read(InputStream in) throws IOException {
        long start = System.nanoTime();
        var body = new ByteArrayOutputStream(2048);
        byte[] buffer = new byte[4096];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            body.write(buffer, 0, count);
            if (body.size() > limitBytes) {
                return new Reading.TooLarge();
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                return new Reading.TooSlow();
            }
        }
        return new Reading.Complete(body.toByteArray());
    }
}
