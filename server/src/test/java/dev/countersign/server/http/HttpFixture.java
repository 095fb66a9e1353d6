package dev.countersign.server.http;

import dev.countersign.core.audit.RequestOrigin;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.client.AccessTokenTyp;
import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.event.SecurityEventReceiver;
import dev.countersign.core.event.SecurityEvents;
import dev.countersign.core.fixtures.FixedIssuerKeys;
import dev.countersign.core.fixtures.MemoryLedger;
import dev.countersign.core.fixtures.MemoryRefreshTokens;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleProofs;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.grant.TokenRequestHandler;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.AccessTokenVerifier;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.LiveRefreshTokens;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.ServerRules;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.server.http.HttpSettings.Limits;
import dev.countersign.server.http.token.LoadShedder;
import dev.countersign.server.http.token.RequestTraces;
import dev.countersign.server.http.token.TokenParts;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.transport.tls.CertificateFiles;
import dev.countersign.server.transport.tls.FirstCertificate;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.ClientCertificates;
import dev.countersign.server.web.PathService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A real server on real sockets with a fake core: requests to the core are recorded, and a test sets its responses. */
final class HttpFixture implements AutoCloseable {
    /** The grants that the server supports. */
    static final List<String> GRANTS =
            Arrays.stream(GrantType.values()).map(GrantType::value).toList();

    static final String ISSUER = "https://localhost:9443";
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final ClientId ADMIN = new ClientId("admin-app");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final Limits SHORT = limits(64, Duration.ofSeconds(2), Duration.ofSeconds(5));

    final List<Ruling<TokenRequest>> seen = new CopyOnWriteArrayList<>();
    final List<RequestOrigin> origins = new CopyOnWriteArrayList<>();
    final List<TokenEvent> events = new CopyOnWriteArrayList<>();
    volatile RequestTraces traces = RequestTraces.OFF;
    volatile SampleIssuer partner = SampleIssuer.partner();
    final AtomicBoolean storeHealthy = new AtomicBoolean(true);
    final AtomicBoolean auditIsBehind = new AtomicBoolean();
    final AtomicInteger shed = new AtomicInteger();
    final List<SigningKey> published = new CopyOnWriteArrayList<>();
    final MemoryRefreshTokens refreshTokens = new MemoryRefreshTokens();
    final OneToken records = new OneToken(issued("admin:read", ISSUER));
    final List<RegisteredClient> clients = new CopyOnWriteArrayList<>();
    volatile Core core = (parsed, origin) -> parsed instanceof Ruling.Refused(var rejection)
            ? Ruling.refused(rejection)
            : Ruling.granted(answer("orders:read orders:write"));
    final CertificateFiles certificate;

    /** The client for whom a proxy sends every request; none when the peer is the client. */
    volatile Optional<InetAddress> forwarded = Optional.empty();

    private final Proxies proxies = new Proxies() {
        @Override
        public boolean isTrusted(InetAddress peer) {
            return forwarded.isPresent();
        }

        @Override
        public InetAddress client(InetAddress peer, RequestHeaders headers) {
            return forwarded.orElse(peer);
        }
    };
    private final HttpServer server;
    private final String issuer;

    /** Response of core to a request, well-formed or not. */
    interface Core {
        Ruling<TokenResponse> answer(Ruling<TokenRequest> parsed, RequestOrigin origin);
    }

    private final TokenRequestHandler handler = new TokenRequestHandler() {
        @Override
        public Ruling<TokenResponse> answer(TrustSnapshot trust, TokenRequest request, RequestOrigin origin) {
            return reached(Ruling.granted(request), origin);
        }

        @Override
        public void refused(TrustSnapshot trust, Rejection rejection, RequestOrigin origin) {
            var _ = reached(Ruling.refused(rejection), origin);
        }
    };

    private Ruling<TokenResponse> reached(Ruling<TokenRequest> parsed, RequestOrigin origin) {
        seen.add(parsed);
        origins.add(origin);
        return core.answer(parsed, origin);
    }

    static Limits limits(int tokenRequests, Duration patience, Duration stop) {
        return new Limits(
                new TransportLimits(1_000, 500, 2_000, 1 << 24, patience, Duration.ofSeconds(30), stop), tokenRequests);
    }

    HttpFixture(Path folder) throws Exception {
        this(folder, ISSUER, SHORT);
    }

    HttpFixture(Path folder, String issuer, Limits limits, PathService... services) throws Exception {
        this.issuer = issuer;
        published.add(SigningKey.generate(Algorithm.ES256));
        clients.add(AdminApplication.enabled("admin:read admin:write"));
        certificate = FirstCertificate.in(folder.resolve("tls"), Clock.systemUTC());
        var loopback = InetAddress.getLoopbackAddress();
        var settings = new HttpSettings(
                new InetSocketAddress(loopback, 0),
                certificate,
                Optional.of(new InetSocketAddress(loopback, 0)),
                Optional.of(new InetSocketAddress(loopback, 0)),
                true,
                limits);
        server = HttpServer.start(settings, parts(List.of(services)), _ -> new HttpParts.Organizations.Found.None());
    }

    private HttpParts parts(List<PathService> services) {
        return new HttpParts(
                handler,
                new LoadShedder.Load(() -> 0, auditIsBehind::get, shed::incrementAndGet),
                tokens(),
                keys(),
                Duration.ofMinutes(5),
                List.of(new HealthCheck("store", storeHealthy::get)),
                (out, _) -> {
                    out.write("meter 1\n".getBytes(StandardCharsets.UTF_8));
                    return "text/plain; version=0.0.4; charset=utf-8";
                },
                gate(),
                new SecurityEventReceiver(
                        () -> tokens().trust().current(),
                        FixedIssuerKeys.ofPartner(),
                        _ -> new SecurityEvents.Applied.Done(),
                        InstantSource.system()),
                proxies,
                services);
    }

    BearerGate gate() {
        return gate(keys());
    }

    BearerGate gate(SigningKeys keys) {
        return new BearerGate(
                new AccessTokenVerifier(live(keys), SampleProofs.ordinary(), new MemoryLedger(), CLOCK),
                this::trust,
                ClientCertificates.OF_CONNECTIONS);
    }

    private ServerIdentity identity() {
        return new ServerIdentity(new IssuerIdentifier(issuer), new Audience(issuer + "/oauth2/token"));
    }

    private TrustSnapshot trust() {
        return new TrustSnapshot(
                identity(),
                List.of(IssuerPolicy.of(
                        partner.build(), new ServerRules(identity(), SampleServer.ISSUED_AT, SampleServer.SIGNING))),
                List.copyOf(clients),
                List.of());
    }

    private LiveTokens live(SigningKeys keys) {
        return new LiveTokens(keys, records, CLOCK);
    }

    private TokenParts tokens() {
        return new TokenParts(
                this::trust,
                new Introspection(live(keys()), new LiveRefreshTokens(refreshTokens, CLOCK), keys(), CLOCK),
                new TokenRevocation(live(keys()), records, refreshTokens, CLOCK),
                ClientCertificates.OF_CONNECTIONS,
                new ClientStage(
                        new ClientAuthenticator(new FailureThrottle(), (owner, algorithm, keyId) -> {
                            throw new AssertionError("no application signs here");
                        }),
                        new MemoryLedger(),
                        events::add,
                        CLOCK),
                (request, route, traceId, processing) -> traces.trace(request, route, traceId, processing),
                CLOCK);
    }

    private SigningKeys keys() {
        return new SigningKeys() {
            @Override
            public SigningKey active(Algorithm algorithm) {
                return published.getFirst();
            }

            @Override
            public List<SigningKey> published() {
                return new ArrayList<>(published);
            }
        };
    }

    /** An access token of this server for itself. */
    String token(String scopes) {
        return new AccessTokenMinter(keys())
                .mint(identity(), issued(scopes, issuer), published.getFirst(), AccessTokenTyp.AT_JWT, Map.of());
    }

    static TokenResponse answer(String scopes) {
        return new TokenResponse("the.access.token", issued(scopes, "https://api.example.com"), Optional.empty());
    }

    static TokenResponse restricted(String... resources) {
        return new TokenResponse(
                "the.access.token", issued("orders:read", resources[0]), Optional.empty(), List.of(resources));
    }

    private static IssuedToken issued(String scopes, String audience) {
        return new IssuedToken(
                new TokenId("token-1"),
                Optional.empty(),
                "admin-app",
                new ApplicationId("app-1"),
                ADMIN,
                ScopeSet.parse(scopes).orElseThrow(),
                List.of(new Audience(audience)),
                NOW,
                NOW.plusSeconds(3600),
                new TokenForm.Jwt());
    }

    int port() {
        return server.plainPort().orElseThrow();
    }

    int httpsPort() {
        return server.httpsPort();
    }

    /** A client that trusts whatever the server shows. */
    HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trustingAll())
                .build();
    }

    static SSLContext trustingAll() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
