package dev.countersign.server.transport;

import dev.countersign.server.transport.head.StrictRequestDecoder;
import dev.countersign.server.transport.limit.FrameBudget;
import dev.countersign.server.transport.limit.OpenConnections;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.TlsIdentity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The initializer of accepted connections: registration among the open connections, then TLS if configured, then
 * HTTP/1.1 or HTTP/2.
 */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    private static final int EMPTY_DATA_FRAMES = 2;
    private static final int RESETS_WITHIN_SECONDS = 30;
    private static final int QUEUED_CONTROL_FRAMES = 1_000;

    /**
     * The response fields that may enter the encoder's dynamic table, whose size the peer chooses (RFC 7541 §4.2): they
     * have few values.
     */
    private static final Set<String> INDEXED = Set.of(
            ":status",
            "content-type",
            "cache-control",
            "pragma",
            "vary",
            "x-frame-options",
            "referrer-policy",
            "strict-transport-security",
            "x-content-type-options");

    private final Shared shared;
    private final Optional<SslContext> tls;
    private final RequestPeer.Listener listener;
    private final boolean priorKnowledge;

    /** Creates the initializer of one listener. */
    ConnectionInitializer(Shared shared, ListenerSettings settings) {
        this.shared = shared;
        this.tls = settings.identity().map(identity -> identity.nettyContext(settings.mutualTls()));
        this.listener = tls.isEmpty()
                ? RequestPeer.Listener.PLAIN
                : settings.mutualTls() ? RequestPeer.Listener.MUTUAL_TLS : RequestPeer.Listener.TLS;
        this.priorKnowledge = settings.priorKnowledge();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        OpenConnections.Entered entered = shared.open().enter(channel);
        if (entered.slot() == OpenConnections.Slot.NONE) {
            var _ = channel.close();
            return;
        }
        var peer = new RequestPeer(
                channel.remoteAddress().getAddress(),
                listener,
                entered.slot() == OpenConnections.Slot.RESERVE,
                entered.share(),
                Optional.empty(),
                List.of());
        if (tls.isPresent()) {
            SslHandler handshake = tls.get().newHandler(channel.alloc(), shared.handlers());
            TlsIdentity.noteServerName(handshake.engine());
            handshake.setHandshakeTimeoutMillis(shared.firstPatience(peer).toMillis());
            channel.pipeline().addLast(handshake, new Negotiated(peer, handshake));
        } else if (priorKnowledge) {
            channel.pipeline()
                    .addLast(new PrefaceReader(shared, () -> http2(channel, peer), () -> http1(channel, peer)));
        } else {
            http1(channel, peer);
        }
    }

    /** Choice of the protocol by ALPN (RFC 7301). */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        private final RequestPeer peer;
        private final SslHandler tls;

        Negotiated(RequestPeer peer, SslHandler tls) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.peer = peer;
            this.tls = tls;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            RequestPeer known =
                    peer.presenting(TlsIdentity.serverName(tls.engine().getSession()), presented());
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(ctx.channel(), known);
            } else {
                http1(ctx.channel(), known);
            }
        }

        /** The certificates of the session, which may have been resumed; empty when the peer presented none. */
        private List<X509Certificate> presented() {
            if (peer.listener() != RequestPeer.Listener.MUTUAL_TLS) {
                return List.of();
            }
            try {
                return Arrays.stream(tls.engine().getSession().getPeerCertificates())
                        .map(X509Certificate.class::cast)
                        .toList();
            } catch (SSLPeerUnverifiedException none) {
                return List.of();
            }
        }

        /** Does not log a failed handshake, which is common; the peer learns the reason from the alert. */
        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }

    private void http1(Channel channel, RequestPeer peer) {
        HeadStart start = new HeadStart();
        var decoder = new StrictRequestDecoder(start);
        var requests = new RequestHandler(shared, peer, decoder);
        start.requests = requests;
        // over TLS, the end of the peer's input is the end of the connection
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, !peer.secure());
        channel.pipeline().addLast(decoder, new HttpResponseEncoder(), requests);
    }

    /** Link from the decoder to the handler, which is created after the decoder. */
    private static final class HeadStart implements Runnable {
        private @Nullable RequestHandler requests;

        @Override
        public void run() {
            RequestHandler known = requests;
            if (known != null) {
                known.headBegins();
            }
        }
    }

    private void http2(Channel channel, RequestPeer peer) {
        var activity = new StreamActivity(shared);
        ChannelPipeline pipeline = channel.pipeline();
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(TransportLimits.STREAMS)
                        .maxHeaderListSize(TransportLimits.HEADER_LIST))
                .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_FRAMES)
                .decoderEnforceMaxRstFramesPerWindow(TransportLimits.RESETS, RESETS_WITHIN_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(TransportLimits.RESETS, RESETS_WITHIN_SECONDS)
                .encoderEnforceMaxQueuedControlFrames(QUEUED_CONTROL_FRAMES)
                .gracefulShutdownTimeoutMillis(shared.limits().stop().toMillis())
                .headerSensitivityDetector((name, _) -> !INDEXED.contains(name.toString()))
                .validateHeaders(true)
                .build();
        pipeline.addLast(
                codec,
                new FrameBudget(codec),
                new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        activity.began(stream);
                        stream.pipeline()
                                .addLast(
                                        new Http2StreamFrameToHttpObjectCodec(true),
                                        new RequestHandler(shared, peer, null));
                    }
                }),
                activity);
    }
}
