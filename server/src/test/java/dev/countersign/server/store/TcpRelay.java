package dev.countersign.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Load balancer before a database: it can direct new connections elsewhere, and cut or silently drop existing ones. */
public final class TcpRelay implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Carried> connections = new CopyOnWriteArrayList<>();
    private volatile int destination;

    /** A connection through the relay; once it is dropped, nothing is forwarded and nothing is closed. */
    private record Carried(Socket here, Socket there, CountDownLatch end) {
        private boolean isForgotten() {
            return end.getCount() == 0;
        }

        void carry(Socket from, Socket to) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[CHUNK];
                int read = in.read(buffer);
                while (read >= 0 && !isForgotten()) {
                    out.write(buffer, 0, read);
                    read = in.read(buffer);
                }
            } catch (IOException cut) {
                // ends below, as the other direction does
            } finally {
                if (!isForgotten()) {
                    close();
                }
            }
        }

        void close() {
            try (here;
                    there) {
                here.setSoLinger(true, 0);
            } catch (IOException closedAlready) {
                // it is what was wanted
            }
        }
    }

    private TcpRelay(ServerSocket listener, int destination) {
        this.listener = listener;
        this.destination = destination;
    }

    public static TcpRelay to(int destination) {
        try {
            var relay = new TcpRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), destination);
            var _ = relay.threads.submit(relay::accept);
            return relay;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The URL of a database, through this relay. */
    public String through(String url, int port) {
        return url.replace(":" + port, ":" + port());
    }

    /** New connections go there; those that are there stay where they are. */
    public void lead(int port) {
        destination = port;
    }

    /** Ends every connection, on both sides. */
    public void cut() {
        connections.forEach(Carried::close);
        connections.clear();
    }

    /** Carries nothing more on the connections that are there, and tells neither side. */
    public void forget() {
        connections.forEach(carried -> carried.end().countDown());
    }

    private Void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket here = listener.accept();
            var carried =
                    new Carried(here, new Socket(InetAddress.getLoopbackAddress(), destination), new CountDownLatch(1));
            connections.add(carried);
            var _ = threads.submit(() -> carried.carry(carried.here(), carried.there()));
            var _ = threads.submit(() -> carried.carry(carried.there(), carried.here()));
        }
        return null;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        connections.forEach(Carried::close);
        threads.shutdownNow();
    }
}
