package dev.countersign.server.http;

import io.helidon.common.socket.SocketOptions;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The socket options of accepted connections, each of which is made known before anything is read from it. */
final class ConnectionOptions implements SocketOptions {
    /** Without no-delay every answer to a fresh TLS connection waits 40 ms for the peer's acknowledgement. */
    private final SocketOptions options =
            SocketOptions.builder().tcpNoDelay(true).build();

    private final Connections connections;

    ConnectionOptions(Connections connections) {
        this.connections = connections;
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        options.configureSocket(channel);
        connections.accepted(channel);
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
