package dev.countersign;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for programs that tests start. They lie below those that the system gives to outgoing connections: one of these could
 * be taken by a connection of another test before the program listens.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** A port on which nothing listens now, on any address. */
    public static int get() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one then
                continue;
            }
        }
        throw new IllegalStateException("no free port");
    }
}
