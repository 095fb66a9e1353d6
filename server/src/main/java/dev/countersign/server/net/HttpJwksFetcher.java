package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.KeySource;
import java.net.InetAddress;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Fetcher of JWK sets over HTTPS. Each fetch ends at its deadline in any case, uses no more memory than the size limit
 * and some buffers, resolves the host once, and connects only to an address that it has checked.
 */
public final class HttpJwksFetcher implements JwksFetcher {
    private final OutboundSettings settings;
    private final OutboundCalls calls;
    private final Supplier<SSLContext> tls;
    private final Consumer<Instant> date;
    private final Supplier<Map<String, String>> headers;

    /**
     * @throws IllegalArgumentException when a range or a file of certificates cannot be read
     */
    public HttpJwksFetcher(OutboundSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    HttpJwksFetcher(OutboundSettings settings, HostLookup.NameService names) {
        this(
                settings,
                new OutboundCalls(settings, names),
                TrustedAuthorities.tls(settings.trustedCertificates()),
                _ -> {},
                Map::of);
    }

    private HttpJwksFetcher(
            OutboundSettings settings,
            OutboundCalls calls,
            Supplier<SSLContext> tls,
            Consumer<Instant> date,
            Supplier<Map<String, String>> headers) {
        this.settings = settings;
        this.calls = calls;
        this.tls = tls;
        this.date = date;
        this.headers = headers;
    }

    /**
     * The same fetcher, observed.
     *
     * @param received receives the {@code Date} of each response that has one
     */
    public HttpJwksFetcher observed(Consumer<Instant> received) {
        return new HttpJwksFetcher(settings, calls, tls, received, headers);
    }

    /**
     * The same fetcher, with further headers.
     *
     * @param sent the headers of each request by their names, read in the thread that fetches
     */
    public HttpJwksFetcher sending(Supplier<Map<String, String>> sent) {
        return new HttpJwksFetcher(settings, calls, tls, date, sent);
    }

    /**
     * Reads the trusted authorities unless that was done before; a server that cannot read them must not start.
     *
     * @throws IllegalStateException when they cannot be read
     */
    public void prepare() {
        var _ = tls.get();
    }

    @Override
    public FetchOutcome<byte[]> fetch(URI url) {
        return fetch(url, JwksRequest.Access.of(tls));
    }

    @Override
    public FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return switch (access(source.access())) {
            case Parsed.Unreadable(String reason) -> new FetchOutcome.Failed<>(reason);
            case Parsed.Read(JwksRequest.Access access) -> fetch(source.url(), access);
        };
    }

    private FetchOutcome<byte[]> fetch(URI url, JwksRequest.Access access) {
        long start = System.nanoTime();
        var request = new JwksRequest(access, settings.sizeLimitBytes(), date, headers.get());
        return switch (calls.call(url, access.tls(), start, connection -> request.send(connection, start))) {
            case Parsed.Unreadable(String reason) -> new FetchOutcome.Failed<>(reason);
            case Parsed.Read(FetchOutcome<byte[]> outcome) -> outcome;
        };
    }

    /** The authorities and the token of a source, both as they are now; neither is kept. */
    private Parsed<JwksRequest.Access> access(KeySource.Access wanted) {
        Supplier<SSLContext> authorities = tls;
        if (!wanted.trustedCertificates().isEmpty()) {
            try {
                SSLContext own = TrustedAuthorities.tls(settings.trustedCertificates(), wanted.trustedCertificates());
                authorities = () -> own;
            } catch (CertificateException unreadable) {
                return new Parsed.Unreadable<>("a trusted certificate " + unreadable.getMessage());
            }
        }
        if (wanted.bearerTokenFile().isEmpty()) {
            return new Parsed.Read<>(JwksRequest.Access.of(authorities));
        }
        return switch (BearerTokenFile.read(
                settings.conf(), wanted.bearerTokenFile().get())) {
            case Parsed.Unreadable(String reason) -> new Parsed.Unreadable<>(reason);
            case Parsed.Read(String token) ->
                new Parsed.Read<>(new JwksRequest.Access(authorities, Optional.of(token)));
        };
    }
}
