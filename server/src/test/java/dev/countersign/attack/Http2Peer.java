package dev.countersign.attack;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/** The client side of an HTTP/2 connection, controlled frame by frame. Frames are sent when they are flushed. */
final class Http2Peer implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int ACK = 0x1;
    static final int SETTING_TABLE_SIZE = 1;
    static final int SETTING_WINDOW = 4;
    static final int LARGEST_FRAME = 16 * 1024;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int[] STATUS_OF_STATIC_ENTRIES = {200, 204, 206, 304, 400, 404, 500};
    private static final int FIRST_STATUS_ENTRY = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int nextStream = 1;

    private Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        out.write(PREFACE);
    }

    /** One received frame. */
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean ends() {
            return (flags & END_STREAM) != 0;
        }

        int code(int offset) {
            return (payload[offset] & 0xff) << 24
                    | (payload[offset + 1] & 0xff) << 16
                    | (payload[offset + 2] & 0xff) << 8
                    | payload[offset + 3] & 0xff;
        }

        @Override
        public String toString() {
            return "frame of type " + type + " on stream " + stream + " with " + payload.length + " octets";
        }
    }

    /** A connection that keeps the dynamic table of the server empty, so that a test can read its responses. */
    static Http2Peer over(Socket socket) throws IOException {
        return over(socket, SETTING_TABLE_SIZE, 0);
    }

    /** A connection that begins with these settings, as pairs. */
    static Http2Peer over(Socket socket, int... settings) throws IOException {
        var peer = new Http2Peer(socket);
        peer.settings(settings);
        peer.flush();
        return peer;
    }

    void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >>> 16);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Opens the next stream with this block, in as many frames as it needs; the request has a body. */
    int open(byte[] block) throws IOException {
        return begin(block, 0);
    }

    /** Opens the next stream with this block; the request has no body. */
    int request(byte[] block) throws IOException {
        return begin(block, END_STREAM);
    }

    private int begin(byte[] block, int end) throws IOException {
        int stream = nextStream();
        headers(stream, block, end);
        flush();
        return stream;
    }

    int nextStream() {
        int stream = nextStream;
        nextStream += 2;
        return stream;
    }

    /** A header section on a stream, or the trailer section after its body. */
    void headers(int stream, byte[] block, int flags) throws IOException {
        int sent = Math.min(block.length, LARGEST_FRAME);
        boolean whole = sent == block.length;
        frame(HEADERS, flags | (whole ? END_HEADERS : 0), stream, Arrays.copyOf(block, sent));
        while (sent < block.length) {
            int end = Math.min(block.length, sent + LARGEST_FRAME);
            frame(CONTINUATION, end == block.length ? END_HEADERS : 0, stream, Arrays.copyOfRange(block, sent, end));
            sent = end;
        }
    }

    void data(int stream, byte[] bytes, boolean last) throws IOException {
        frame(DATA, last ? END_STREAM : 0, stream, bytes);
        flush();
    }

    void reset(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    void windowUpdate(int stream, int increment) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, number(increment));
    }

    void settings(int... pairs) throws IOException {
        byte[] payload = new byte[pairs.length * 3];
        for (int i = 0; i < pairs.length; i += 2) {
            payload[i * 3 + 1] = (byte) pairs[i];
            System.arraycopy(number(pairs[i + 1]), 0, payload, i * 3 + 2, 4);
        }
        frame(SETTINGS, 0, 0, payload);
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    /** The next frame. */
    Frame read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException();
        }
        return new Frame(type, flags, stream, payload);
    }

    /** The next frame of this type on this stream; others are passed over. */
    Frame read(int stream, int type) throws IOException {
        Frame frame = read();
        while (frame.stream() != stream || frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    /** The status of the response on a stream; an interim response (RFC 9110 §15.2) is passed over. */
    int status(int stream) throws IOException {
        int status = statusOf(read(stream, HEADERS).payload());
        return status == 100 ? status(stream) : status;
    }

    /** What ends the request on a stream: the status of its response, or 0 when the stream or connection was ended. */
    int outcome(int stream) throws IOException {
        try {
            for (Frame frame = read(); ; frame = read()) {
                if (frame.type() == GOAWAY || frame.stream() == stream && frame.type() == RST_STREAM) {
                    return 0;
                }
                if (frame.stream() == stream && frame.type() == HEADERS) {
                    return statusOf(frame.payload());
                }
            }
        } catch (EOFException | SocketException | SSLException ended) {
            return 0;
        }
    }

    static int statusOf(byte[] block) {
        int i = 0;
        while ((block[i] & 0xe0) == 0x20) {
            // the change of the table's size that we asked for
            i++;
        }
        int first = block[i] & 0xff;
        if ((first & 0x80) != 0) {
            return STATUS_OF_STATIC_ENTRIES[(first & 0x7f) - FIRST_STATUS_ENTRY];
        }
        return Integer.parseInt(new String(block, i + 2, 3, StandardCharsets.US_ASCII));
    }

    /** Reads until the server ends the connection. */
    void awaitEnd() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException | SocketException | SSLException ended) {
            // that was to be seen
        }
    }

    /** Sends frames until the server ends the connection, so many times at most; tells whether it did. */
    boolean endsWithin(int times, Sending sending) throws IOException {
        Thread reader = Thread.startVirtualThread(() -> {
            try {
                awaitEnd();
            } catch (IOException ended) {
                // a connection without an end is what the sender finds out
            }
        });
        try {
            for (int i = 0; i < times && reader.isAlive(); i++) {
                sending.send();
                flush();
            }
            reader.join(java.time.Duration.ofSeconds(5));
            return !reader.isAlive();
        } catch (SocketException | SSLException ended) {
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A step of a flood. */
    interface Sending {
        void send() throws IOException;
    }

    /** Breaks the connection off without a word. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
