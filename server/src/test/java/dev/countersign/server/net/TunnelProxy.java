package dev.countersign.server.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** HTTP proxy that tunnels every target to this machine, at the port of the target, as a company's proxy would resolve it. */
final class TunnelProxy implements AutoCloseable {
    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String credentials;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** @param credentials the value of {@code Proxy-Authorization} that is demanded; empty for none */
    TunnelProxy(String credentials) throws IOException {
        this.credentials = credentials;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                sockets.add(caller);
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            String head = head(caller.getInputStream());
            heads.add(head);
            OutputStream back = caller.getOutputStream();
            if (!credentials.isEmpty() && !head.contains("\r\nProxy-Authorization: " + credentials + "\r\n")) {
                back.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String target = head.split(" ", 3)[1];
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (var through = new Socket(InetAddress.getLoopbackAddress(), port)) {
                sockets.add(through);
                back.write("HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                Thread there = Thread.ofVirtual().start(() -> copy(caller, through));
                copy(through, caller);
                there.join();
            }
        } catch (IOException hungUp) {
            // The caller or the target went away, which some tests are about.
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the caller hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException hungUp) {
            // The other direction ends too.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
