package dev.countersign.server.net;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Server that sends any text of a test, valid HTTP or not. */
final class RawServer implements AutoCloseable {

    /** Response to one client, sent after the request has been read. */
    @FunctionalInterface
    interface Script {
        void say(OutputStream out) throws IOException, InterruptedException;
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket listening;
    private final List<Socket> callers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    RawServer(ServerSocket listening, Script script) {
        this.listening = listening;
        threads.add(Thread.ofVirtual().start(() -> accept(script)));
    }

    static RawServer saying(Script script) {
        try {
            return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static RawServer saying(String text) {
        return saying(out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    URI url(String scheme, String host) {
        return URI.create(scheme + "://" + host + ":" + listening.getLocalPort() + "/jwks.json?a=b");
    }

    URI url() {
        return url("http", "127.0.0.1");
    }

    private void accept(Script script) {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                callers.add(caller);
                threads.add(Thread.ofVirtual().start(() -> serve(caller, script)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket caller, Script script) {
        try (caller) {
            var request = new StringBuilder();
            while (!request.toString().endsWith("\r\n\r\n")) {
                int next = caller.getInputStream().read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            requests.add(request.toString());
            script.say(caller.getOutputStream());
            caller.getOutputStream().flush();
        } catch (IOException hungUp) {
            // The caller went away, which is what most tests are about.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket caller : callers) {
            caller.close();
        }
        threads.forEach(Thread::interrupt);
    }
}
