package dev.countersign.server.http;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, and by when the peer of each has to say its next part. The web server by itself waits for ever
 * for a TLS handshake, for headers that do not end and for the rest of a body, and each wait holds one of its
 * connections; here such connections are closed. What waits for its next request is left to the idle timeout.
 */
final class Connections implements Http1ConnectionListener, Filter {
    private static final System.Logger LOGGER = System.getLogger(Connections.class.getName());

    private final Duration patience;
    private final Map<SocketAddress, Connection> open = new ConcurrentHashMap<>();

    /** Connections whose peers may take so long for a handshake, for a head, or for a body. */
    Connections(Duration patience) {
        this.patience = patience;
    }

    /** One connection. */
    private static final class Connection {
        private final SocketChannel channel;
        /** Since when the peer keeps us waiting, in the terms of {@link System#nanoTime}; null when it does not. */
        private volatile @Nullable Long waitingSince = System.nanoTime();

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    /** A connection was accepted: its first request is awaited. */
    void accepted(SocketChannel channel) {
        try {
            open.put(channel.getRemoteAddress(), new Connection(channel));
        } catch (IOException peerGone) {
            throw new UncheckedIOException(peerGone);
        }
    }

    /** A request line came: the headers are awaited. */
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        await(context.remotePeer().address());
    }

    /** A request came with all its headers: nothing is awaited until its body is read. */
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        SocketAddress peer = request.remotePeer().address();
        arrived(peer);
        request.streamFilter(body -> new AwaitedBody(body, () -> await(peer), () -> arrived(peer)));
        chain.proceed();
    }

    private void await(SocketAddress peer) {
        set(peer, System.nanoTime());
    }

    private void arrived(SocketAddress peer) {
        set(peer, null);
    }

    private void set(SocketAddress peer, @Nullable Long waitingSince) {
        Connection connection = open.get(peer);
        if (connection != null) {
            connection.waitingSince = waitingSince;
        }
    }

    /** Closes connections whose peers let us wait for too long, and forgets closed ones; called every now and then. */
    void sweep() {
        long now = System.nanoTime();
        open.forEach((peer, connection) -> {
            Long since = connection.waitingSince;
            if (since != null && now - since > patience.toNanos()) {
                close(connection.channel);
            }
            if (!connection.channel.isOpen()) {
                open.remove(peer, connection);
            }
        });
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException fault) {
            // whatever state it is in, nobody waits for it any more
            LOGGER.log(System.Logger.Level.DEBUG, "A slow connection could not be closed cleanly", fault);
        }
    }

    /** How many connections are known. */
    int count() {
        return open.size();
    }
}
