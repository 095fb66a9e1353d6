package dev.countersign.server.admin;

import dev.countersign.core.explain.Explainer;
import dev.countersign.core.fixtures.FixedIssuerKeys;
import dev.countersign.core.fixtures.MemoryLedger;
import dev.countersign.core.fixtures.MemoryRefreshTokens;
import dev.countersign.core.fixtures.MemoryTokens;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProofs;
import dev.countersign.core.grant.TokenEndpoint;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.resource.OrganizationResource;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.insight.ExpiringSoon;
import dev.countersign.server.insight.ExplainAssertion;
import dev.countersign.server.insight.FixedCounts;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.insight.SubjectRevocation;
import dev.countersign.server.insight.rehearsal.RehearseIssuer;
import dev.countersign.server.notice.MemoryNoticeRecords;
import dev.countersign.server.notice.NoticeServices;
import dev.countersign.server.notice.OpenNotices;
import dev.countersign.server.notice.UndeliveredNotices;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.organization.MemoryOrganizations;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.signing.KeyGeneration;
import dev.countersign.server.signing.MemorySigningKeyStore;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.signing.SigningKeyRing;
import dev.countersign.server.subject.BlockSubjects;
import dev.countersign.server.subject.MemoryBlockedSubjects;
import dev.countersign.server.transport.ListenerSettings;
import dev.countersign.server.transport.NettyServer;
import dev.countersign.server.transport.Proxies;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.transport.limit.TransportLimits;
import dev.countersign.server.web.CommonHeaders;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.Permission;
import dev.countersign.server.web.ProblemDetails;
import dev.countersign.server.web.Responses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The API on a real socket, with the real use cases and a store in memory; a token is a list of scopes. */
public final class ApiServer implements AutoCloseable {
    public final MemoryOrganizations organizations = new MemoryOrganizations();
    static final String FULL = "admin:read admin:write";
    final ManagementFixture management = new ManagementFixture();
    final CountedTokens tokens = new CountedTokens();
    final MemoryBlockedSubjects blocked = new MemoryBlockedSubjects();
    final OneKeyViews keyViews = new OneKeyViews();
    final MemoryNoticeRecords noticeRecords = new MemoryNoticeRecords();
    final MemorySigningKeyStore signingKeys = MemorySigningKeyStore.filled();
    final Map<String, Instant> secretUses = new ConcurrentHashMap<>();
    public final List<AuditRecord> audit = new ArrayList<>();
    public final List<AuditQuery> queries = new ArrayList<>();
    /** What the audit gives; a test may replace it. */
    public volatile Function<AuditQuery, List<AuditRecord>> found = this::inTheList;

    public final AtomicInteger answered = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminApi api;
    private final NettyServer server;

    public ApiServer() {
        this("");
    }

    public ApiServer(String basePath) {
        api = AdminApi.of(
                ApiServer::admit,
                basePath.isEmpty() ? Set.of("") : Set.of("", basePath),
                parts(),
                new OrganizationResource(organizations.useCases(management.clock)).endpoints());
        server = NettyServer.start(
                List.of(ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true)),
                TransportLimits.forHeap(1 << 28),
                Proxies.NONE,
                this::answer,
                (response, status) -> response.status(status).send(),
                Clock.systemUTC());
    }

    private void answer(ServerRequest request, ServerResponse response) throws IOException {
        CommonHeaders.set(request, response);
        try {
            api.handle(request, response);
        } finally {
            answered.incrementAndGet();
        }
    }

    public int port() {
        return server.port(0);
    }

    List<Endpoint> endpoints() {
        return api.endpoints();
    }

    private AdminParts parts() {
        var lastUses = new LastUses() {
            @Override
            public Map<String, Instant> ofSecrets(ApplicationId application) {
                return secretUses;
            }

            @Override
            public Map<String, Instant> ofKeys(IssuerId issuer) {
                return Map.of("kid one", Instant.parse("2029-12-31T00:00:00Z"));
            }
        };
        var revokeTokens = new RevokeTokens(management.configuration, tokens, management.clock);
        return new AdminParts(
                management.useCases,
                new InspectIssuerKeys(management.configuration, keyViews, lastUses),
                lastUses,
                explain(),
                new RehearseIssuer(management.useCases.issuers(), records(), management.clock),
                records(),
                signingKeys(),
                revokeTokens,
                new SubjectRevocation(management.configuration, revokeTokens),
                new BlockSubjects(management.configuration, blocked, management.clock),
                new NoticeServices(notices(), new UndeliveredNotices(noticeRecords, management.clock)));
    }

    private OpenNotices notices() {
        return new OpenNotices(
                new OpenNotices.Facts(
                        management.configuration,
                        keyViews,
                        _ -> Optional.empty(),
                        new ExpiringSoon(management.configuration, keyViews, List::of, management.clock),
                        new FixedCounts()),
                management.clock);
    }

    private AuditRecords records() {
        return new AuditRecords() {
            @Override
            public AuditSearchResult search(AuditQuery query, Duration timeLimit) {
                queries.add(query);
                return AuditSearchResult.of(query, found.apply(query));
            }

            @Override
            public long latest() {
                return audit.stream().mapToLong(AuditRecord::id).max().orElse(0);
            }
        };
    }

    public List<AuditRecord> inTheList(AuditQuery query) {
        var order = Comparator.comparing(AuditRecord::id);
        AuditQuery.Stretch stretch = query.stretch();
        return audit.stream()
                .filter(event -> event.id() > stretch.after() && event.id() <= stretch.upTo())
                .sorted(stretch.order() == AuditQuery.Order.OLDEST_FIRST ? order : order.reversed())
                .limit(query.limit())
                .toList();
    }

    /** Explains by the keys of the sample issuer, as if they were fetched. */
    private ExplainAssertion explain() {
        return new ExplainAssertion(
                new Explainer(new TokenEndpoint.Ports(
                        management.configuration,
                        FixedIssuerKeys.ofPartner(),
                        new MemoryLedger(),
                        new MemoryRefreshTokens(),
                        SampleKeys.ours(),
                        SampleProofs.ordinary(),
                        new LiveTokens(SampleKeys.ours(), new MemoryTokens(), management.clock),
                        _ -> {},
                        management.clock)),
                management.configuration,
                management.useCases.issuers());
    }

    private RotateSigningKeys signingKeys() {
        return new RotateSigningKeys(
                SigningKeyRing.open(
                        signingKeys, MemorySigningKeyStore.MASTER_KEYS, KeyGeneration.IN_MEMORY, management.clock),
                Duration.ofDays(90),
                Duration.ofDays(1));
    }

    private static Optional<Administrator> admit(ServerRequest request, ServerResponse response, Permission needed) {
        Optional<ScopeSet> scopes = request.headers().first("Authorization").flatMap(ScopeSet::parse);
        if (scopes.isEmpty()) {
            Responses.problem(response, ProblemDetails.of(401, "access.token_missing", "No token."));
            return Optional.empty();
        }
        if (!scopes.get().contains(needed.scope())) {
            Responses.problem(response, ProblemDetails.of(403, "access.insufficient_scope", "No scope."));
            return Optional.empty();
        }
        return Optional.of(new Administrator("admin", CorrelationIds.of(response), new Authority.Held(scopes.get())));
    }

    /** Builder of a request. */
    public final class Request {
        private final HttpRequest.Builder builder;
        private final String method;
        private String body = "";

        private Request(String method, String path) {
            this.method = method;
            this.builder = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port(0) + path));
            header("Authorization", FULL);
        }

        public Request header(String name, String value) {
            builder.setHeader(name, value);
            return this;
        }

        public Request over(HttpClient.Version version) {
            builder.version(version);
            return this;
        }

        /** A JSON body; apostrophes stand for quotes. */
        Request json(String text) {
            body = text.replace('\'', '"');
            return header("Content-Type", "application/json");
        }

        Request body(String type, String text) {
            body = text;
            return header("Content-Type", type);
        }

        public Response send() {
            var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
            try {
                return new Response(
                        client.send(builder.method(method, publisher).build(), BodyHandlers.ofString()));
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    public Request request(String method, String path) {
        return new Request(method, "/api/v1" + path);
    }

    Request requestAt(String method, String absolutePath) {
        return new Request(method, absolutePath);
    }

    Response get(String path) {
        return request("GET", path).send();
    }

    Response post(String path, String json) {
        return request("POST", path).json(json).send();
    }

    /** A response. */
    public record Response(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        Map<String, Object> json() {
            return TestJson.exact(http.body());
        }

        public String text(String member) {
            return (String) json().get(member);
        }

        /** Pointer and code of each bad field. */
        public List<String> errors() {
            return ((List<?>) json().get("errors"))
                    .stream()
                            .map(error -> ((Map<?, ?>) error).get("pointer") + " " + ((Map<?, ?>) error).get("code"))
                            .toList();
        }

        /** This member of each element of the list. */
        List<Object> items(String member) {
            return ((List<?>) json().get("items"))
                    .stream()
                            .<Object>map(item -> ((Map<?, ?>) item).get(member))
                            .toList();
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
