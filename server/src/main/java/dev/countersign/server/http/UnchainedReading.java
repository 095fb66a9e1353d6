package dev.countersign.server.http;

import io.helidon.common.HelidonServiceLoader;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelectorProvider;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** A protocol as the web server speaks it, which reads its connections through {@link ReceivedBytes}. */
record UnchainedReading(ServerConnectionSelector protocol) implements ServerConnectionSelector {
    /** The protocols of these configurations, as the web server finds them. */
    static List<ServerConnectionSelector> of(String listener, List<ProtocolConfig> configurations) {
        var all = ProtocolConfigs.create(configurations);
        var selectors = new ArrayList<ServerConnectionSelector>();
        for (ServerConnectionSelectorProvider<?> provider :
                HelidonServiceLoader.create(ServiceLoader.load(ServerConnectionSelectorProvider.class))) {
            selectors.addAll(selectors(provider, listener, all));
        }
        return selectors;
    }

    private static <C extends ProtocolConfig> List<? extends ServerConnectionSelector> selectors(
            ServerConnectionSelectorProvider<C> provider, String listener, ProtocolConfigs all) {
        return all.config(provider.protocolType(), provider.protocolConfigType()).stream()
                .map(each -> new UnchainedReading(provider.create(listener, each, all)))
                .toList();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return protocol.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return protocol.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return protocol.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return protocol.connection(new Connection(context, context.remotePeer(), reader(context)));
    }

    private static DataReader reader(ConnectionContext context) {
        DataReader first = context.dataReader();
        HelidonSocket socket = context.serverSocket();
        return new ReceivedBytes(() -> {
            try {
                return first.available() > 0 ? first.readBytes(first.available()) : socket.get();
            } catch (UncheckedIOException peerGone) {
                throw new ServerConnectionException("Failed to get data from socket", peerGone);
            }
        });
    }

    /** A connection whose bytes, and whose peer, are ours to tell. */
    private record Connection(ConnectionContext of, PeerInfo remotePeer, DataReader dataReader)
            implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return of.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return of.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return of.dataWriter();
        }

        @Override
        public Router router() {
            return of.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return of.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return of.serverSocket();
        }

        @Override
        public PeerInfo localPeer() {
            return of.localPeer();
        }

        @Override
        public boolean isSecure() {
            return of.isSecure();
        }

        @Override
        public String socketId() {
            return of.socketId();
        }

        @Override
        public String childSocketId() {
            return of.childSocketId();
        }
    }
}
