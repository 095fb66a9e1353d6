package dev.countersign.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection for one request, to an address that was checked. It ends with the request: nothing is shared with other
 * requests or kept for later, and aborting means closing the one socket.
 */
final class CheckedConnection implements AutoCloseable {
    private static final int LONGEST_HEADER_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_EMPTY_LINES = 10;

    private final FetchTarget target;
    private final OutboundSettings settings;
    private final BasicHttpClientConnectionManager connection;

    /**
     * @param addresses the checked addresses; no other is ever connected to
     * @param proxy the proxy that these addresses belong to, if the target is reached through one
     */
    CheckedConnection(
            FetchTarget target,
            List<InetAddress> addresses,
            OutboundSettings settings,
            Supplier<SSLContext> tls,
            Optional<OutboundProxy> proxy) {
        this.target = target;
        this.settings = settings;
        this.connection = new BasicHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        _ -> proxy.<Socket>map(way -> new TunnelSocket(way, target, settings))
                                .orElseGet(Socket::new),
                        null,
                        new CheckedAddresses(addresses),
                        strategies(target, tls)),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxEmptyLineCount(MOST_EMPTY_LINES)
                                .build())
                        .build());
        Timeout connect = Timeout.of(settings.connectTimeout());
        Timeout read = Timeout.of(settings.readTimeout());
        connection.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(read)
                .build());
        connection.setSocketConfig(
                SocketConfig.custom().setSoTimeout(read).setTcpNoDelay(true).build());
        connection.setTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build());
    }

    private static Lookup<TlsSocketStrategy> strategies(FetchTarget target, Supplier<SSLContext> tls) {
        var strategies = RegistryBuilder.<TlsSocketStrategy>create();
        if (target.secure()) {
            strategies.register(URIScheme.HTTPS.id, strategy(tls.get()));
        }
        return strategies.build();
    }

    /** The Java runtime verifies the host name as part of the handshake (RFC 9110 §4.3.4). */
    private static TlsSocketStrategy strategy(SSLContext tls) {
        return new DefaultClientTlsStrategy(tls, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE);
    }

    /** Resolver that returns the checked addresses for every name. */
    private record CheckedAddresses(List<InetAddress> addresses) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) {
            return addresses.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("no canonical name is looked up");
        }
    }

    /** A request of this method to the target, without a body. */
    BasicClassicHttpRequest request(String method) {
        var request = new BasicClassicHttpRequest(method, host(), target.path());
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    /** Sends the request, and returns the response when its headers are there. */
    @SuppressWarnings("resource") // closing client or response would read the rest of an endless body
    ClassicHttpResponse send(BasicClassicHttpRequest request) throws IOException {
        return client().executeOpen(host(), request, null);
    }

    private HttpHost host() {
        return new HttpHost(target.secure() ? "https" : "http", target.host(), target.port());
    }

    private CloseableHttpClient client() {
        return HttpClientBuilder.create()
                .setConnectionManager(connection)
                .setUserAgent("Countersign")
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(settings.readTimeout()))
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    /** Aborts the request, from any thread and in any state. */
    @Override
    public void close() {
        connection.close(CloseMode.IMMEDIATE);
    }
}
