package dev.countersign.server.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Connection with full control over the octets sent and received. */
public final class RawHttp implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    public RawHttp(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** One response. */
    public record Answer(int status, List<String> headers, String body) {
        public List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(header -> header.substring(prefix.length()).strip())
                    .toList();
        }

        public String header(String name) {
            return String.join(", ", all(name));
        }
    }

    /** One request on a connection of its own. */
    public static Answer once(int port, String request) throws IOException {
        try (var connection = new RawHttp(port)) {
            return connection.exchange(request);
        }
    }

    public Answer exchange(String request) throws IOException {
        send(request);
        return receive();
    }

    public void send(String latin1) throws IOException {
        send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public Answer receive() throws IOException {
        return receive(false);
    }

    public Answer receive(boolean withoutBody) throws IOException {
        String statusLine = line();
        var headers = new ArrayList<String>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers.add(header);
        }
        var head = new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, "");
        if (withoutBody) {
            return head;
        }
        String length = head.header("Content-Length");
        String body = length.isEmpty() ? chunks(head) : text(in.readNBytes(Integer.parseInt(length)));
        return new Answer(head.status(), headers, body);
    }

    /** What the server still sends before it closes the connection. */
    public String rest() throws IOException {
        return text(in.readAllBytes());
    }

    /** Whether the server has closed the connection. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private String chunks(Answer head) throws IOException {
        if (!head.header("Transfer-Encoding").equals("chunked")) {
            return "";
        }
        var body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return text(body.toByteArray());
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("closed after: " + text(line.toByteArray()));
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return text(line.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
