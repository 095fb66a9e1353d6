package dev.countersign.server.transport;

import dev.countersign.server.transport.limit.OpenConnections;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.TlsIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The HTTP server: any number of listeners that share one handler, one set of event loops and one set of limits. */
public final class NettyServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MOST_READ_AT_ONCE = 16 * 1024;
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration RELOAD = Duration.ofSeconds(1);
    /** Time in which clients learn from {@code /health/ready} and from responses that the server is stopping. */
    private static final Duration FAREWELL = Duration.ofMillis(200);

    static {
        // read once by the JDK's TLS: a peer cannot renegotiate an open connection
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Shared shared;
    private final EventLoopGroup loops;
    private final List<Channel> listeners = new ArrayList<>();

    private NettyServer(Shared shared, EventLoopGroup loops) {
        this.shared = shared;
        this.loops = loops;
    }

    /** Loads the classes of the library, for which the first request would otherwise wait. */
    public static void prepare() {
        new ServerBootstrap().channel(NioServerSocketChannel.class);
        Http2FrameCodecBuilder.forServer();
        TlsIdentity.prepare();
    }

    /**
     * Starts listening.
     *
     * @param proxies the proxies whose clients share connections
     * @throws UncheckedIOException when an address cannot be listened on
     */
    public static NettyServer start(
            List<ListenerSettings> listeners,
            TransportLimits limits,
            Proxies proxies,
            Handler handler,
            TransportErrors errors,
            InstantSource clock) {
        var shared = new Shared(
                handler,
                errors,
                limits,
                proxies,
                new OpenConnections(limits, proxies::isShared),
                new ResponseDates(clock),
                Thread::startVirtualThread);
        var loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("http", true),
                NioIoHandler.newFactory(SelectorProvider.provider(), ReadyThreadsFirst::new));
        var server = new NettyServer(shared, loops);
        boolean started = false;
        try {
            for (ListenerSettings listener : listeners) {
                server.listen(listener);
            }
            started = true;
        } finally {
            if (!started) {
                server.close();
            }
        }
        server.every(SWEEP, shared.waits()::sweep);
        // files are read on a thread that may block
        listeners.stream()
                .flatMap(listener -> listener.identity().stream())
                .distinct()
                .forEach(
                        identity -> server.every(RELOAD, () -> shared.handlers().execute(identity::reloadIfChanged)));
        return server;
    }

    private void listen(ListenerSettings settings) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 2048, MOST_READ_AT_ONCE))
                .childHandler(new ConnectionInitializer(shared, settings))
                .bind(settings.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(
                    bound.cause() instanceof IOException taken
                            ? taken
                            : new IOException("the address cannot be listened on", bound.cause()));
        }
        listeners.add(bound.channel());
    }

    private void every(Duration pause, Runnable task) {
        var _ = loops.scheduleWithFixedDelay(task, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The port of a listener, in the order of the settings. */
    public int port(int listener) {
        return listeners.get(listener).localAddress() instanceof InetSocketAddress address ? address.getPort() : -1;
    }

    /** Number of requests being received or answered. */
    public int requestsUnderWay() {
        return shared.open().requests();
    }

    /** Number of octets of heads and bodies of requests held in memory. */
    public long heldBytes() {
        return shared.open().heldBytes();
    }

    /** Number of open connections. */
    public int connections() {
        return shared.open().channels().size();
    }

    /** Whether the server is stopping. */
    public boolean isStopping() {
        return shared.isStopping();
    }

    /**
     * Stops the server: notifies clients, accepts no new connections, and waits for requests in progress, within the
     * limits.
     */
    @Override
    public void close() {
        shared.stopping();
        pause(FAREWELL);
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        shared.open().channels().forEach(channel -> channel.pipeline().fireUserEventTriggered(StopEvent.STOPPING));
        long end = System.nanoTime() + shared.limits().stop().toNanos() - FAREWELL.toNanos();
        while (shared.open().requests() > 0 && System.nanoTime() - end < 0) {
            pause(Duration.ofMillis(10));
        }
        for (Channel channel : shared.open().channels()) {
            var _ = channel.close();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
