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
final class SlowRelay implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final ServerSocket listener;
    private final int destination;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration delay = Duration.ZERO;

    private SlowRelay(ServerSocket listener, int destination) {
        this.listener = listener;
        this.destination = destination;
    }

    static SlowRelay to(int destination) {
        try {
            var relay = new SlowRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), destination);
            var _ = relay.threads.submit(relay::accept);
            return relay;
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on every answer comes so much later. */
    void delay(Duration everyAnswer) {
        delay = everyAnswer;
    }

    private Void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket here = listener.accept();
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
            listener.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        threads.shutdownNow();
    }
}
