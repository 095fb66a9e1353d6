package dev.countersign.server.net;

import dev.countersign.core.keys.FetchOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
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
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One GET request on a separate connection that ends with it: nothing is shared with other issuers or kept for later,
 * and aborting means closing the one socket.
 */
final class JwksRequest implements AutoCloseable {
    private static final int LONGEST_HEADER_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_EMPTY_LINES = 10;

    private final FetchTarget target;
    private final OutboundSettings settings;
    private final Access access;
    private final BasicHttpClientConnectionManager connection;

    /**
     * What the request needs besides its target; its string form is redacted.
     *
     * @param tls the trusted authorities
     * @param bearerToken sent with this request, which follows no redirect, and nowhere else (RFC 6750 §2.1)
     */
    record Access(Supplier<SSLContext> tls, Optional<String> bearerToken) {
        static Access of(Supplier<SSLContext> tls) {
            return new Access(tls, Optional.empty());
        }

        @Override
        public String toString() {
            return "Access[redacted]";
        }
    }

    /** @param addresses the checked addresses; no other is ever connected to */
    JwksRequest(FetchTarget target, List<InetAddress> addresses, OutboundSettings settings, Access access) {
        this.target = target;
        this.settings = settings;
        this.access = access;
        this.connection = BasicHttpClientConnectionManager.create(
                null,
                new CheckedAddresses(addresses),
                strategies(target, access.tls()),
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

    /** @param start start of the fetch, by {@link System#nanoTime} */
    FetchOutcome<byte[]> send(long start) throws IOException {
        var request = new BasicClassicHttpRequest("GET", host(), target.path());
        request.setHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        access.bearerToken().ifPresent(token -> request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
        // Neither the client nor the response is closed normally: that would read the rest of an endless body.
        @SuppressWarnings("resource")
        ClassicHttpResponse response = client().executeOpen(host(), request, null);
        return read(response, start);
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

    private FetchOutcome<byte[]> read(ClassicHttpResponse response, long start) throws IOException {
        int status = response.getCode();
        if (status >= HttpStatus.SC_REDIRECTION && status < HttpStatus.SC_CLIENT_ERROR) {
            return new FetchOutcome.Failed<>("answered " + status + ": redirects are not followed");
        }
        if (status != HttpStatus.SC_OK) {
            return new FetchOutcome.Failed<>("answered " + status);
        }
        if (isEncoded(response)) {
            return new FetchOutcome.Failed<>("answered with a compressed body, which was not asked for");
        }
        var entity = Optional.ofNullable(response.getEntity());
        if (entity.isEmpty()) {
            return fetched(new byte[0], start);
        }
        int limit = settings.sizeLimitBytes();
        if (entity.get().getContentLength() > limit) {
            return tooLarge(limit);
        }
        @SuppressWarnings("resource") // see send()
        InputStream content = entity.get().getContent();
        byte[] bytes = content.readNBytes(limit + 1);
        return bytes.length > limit ? tooLarge(limit) : fetched(bytes, start);
    }

    private static FetchOutcome<byte[]> fetched(byte[] body, long start) {
        return new FetchOutcome.Fetched<>(body, Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean isEncoded(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders(HttpHeaders.CONTENT_ENCODING))
                .map(Header::getValue)
                .anyMatch(coding -> !"identity".equalsIgnoreCase(coding));
    }

    private static FetchOutcome<byte[]> tooLarge(int limit) {
        return new FetchOutcome.Failed<>("larger than " + limit + " bytes");
    }

    /** Aborts the request, from any thread and in any state. */
    @Override
    public void close() {
        connection.close(CloseMode.IMMEDIATE);
    }
}
