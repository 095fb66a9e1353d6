package dev.countersign.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Relay to a server on this machine that can delay every response. */
final class SlowRoad implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket entrance;
    private final int destination;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration delay = Duration.ZERO;

    private SlowRoad(ServerSocket entrance, int destination) {
        this.entrance = entrance;
        this.destination = destination;
    }

    static SlowRoad to(int destination) {
        try {
            var road = new SlowRoad(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), destination);
            var _ = road.threads.submit(road::accept);
            return road;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** From now on every answer comes so much later. */
    void delay(Duration everyAnswer) {
        delay = everyAnswer;
    }

    private Void accept() throws IOException {
        while (!entrance.isClosed()) {
            Socket here = entrance.accept();
            var there = new Socket(InetAddress.getLoopbackAddress(), destination);
            var _ = threads.submit(() -> carry(here, there, false));
            var _ = threads.submit(() -> carry(there, here, true));
        }
        return null;
    }

    private Void carry(Socket from, Socket to, boolean held) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[CHUNK];
            int read = in.read(buffer);
            while (read >= 0) {
                if (held) {
                    Thread.sleep(delay);
                }
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        threads.shutdownNow();
    }
}
