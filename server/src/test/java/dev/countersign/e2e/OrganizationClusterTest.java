package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.Api.NoAnswer;
import dev.countersign.e2e.WrittenRequests.Reply;
import dev.countersign.server.http.RawHttp;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of organizations on two nodes that share a PostgreSQL database. */
class OrganizationClusterTest {
    private static final String ISSUER = "https://tokens.example";
    private static final Duration RECEIVED_WITHIN =
            Duration.ofSeconds(Integer.getInteger("countersign.torture.heard", 3));
    private static final List<String> PATHS = List.of(
            "",
            "/",
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
            "/oauth2/jwks",
            "/oauth2/token",
            "/oauth2/introspect",
            "/oauth2/revoke",
            "/oauth2/authorize",
            "/events/any",
            "/api/v1/applications",
            "/api/v1/openapi.json",
            "/console",
            "/console/sign-in",
            "/nothing");
    private static final Pattern READING = Pattern.compile(
            "SELECT [^\n]* FROM (?:trusted_token_issuers|applications|api_resources) WHERE organization = (\\d+) ORDER");

    @TempDir
    static Path folder;

    private static PostgresCluster database;
    private static String url;
    private static Cluster cluster;
    private static OrganizationSite root;

    @BeforeAll
    static void start() throws NoAnswer {
        database = PostgresCluster.start(Map.of("log_statement", "all"));
        url = database.freshDatabase();
        cluster = Cluster.start(folder, 2, database, url);
        root = OrganizationSite.root(cluster.node(0), ISSUER);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static OrganizationSite atOther(OrganizationSite site) {
        return site.at(cluster.node(1));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        ClusterLoad.await(RECEIVED_WITHIN, condition);
    }

    private static Reply jwks(OrganizationSite site) {
        return WrittenRequests.send("GET", site.url("/oauth2/jwks"), Map.of(), "");
    }

    private static int set(OrganizationSite site, String member, Object value) {
        return root.api("PATCH", "/organizations/" + site.id(), Map.of(member, value))
                .status();
    }

    @Test
    void anOrganizationIsServedByTheOtherNodeAtOnce() throws Exception {
        OrganizationSite acme = root.create("acme");
        await(() -> jwks(atOther(acme)).status() == 200);

        assertThat(jwks(atOther(acme)).body()).isEqualTo(jwks(acme).body());
        assertThat(atOther(acme).isActive(acme.adminToken())).isTrue();
        assertThat(acme.isActive(atOther(acme).adminToken())).isTrue();
        ConsoleVisitor visitor = ConsoleVisitor.first(atOther(acme));
        var here = new ConsoleVisitor(acme);
        here.cookies().putAll(visitor.cookies());
        assertThat(here.isSignedIn()).isTrue();
    }

    @Test
    void aHostNameIsThatOfTheOrganizationAtTheOtherNodeToo() throws Exception {
        OrganizationSite named = root.create("named");
        await(() -> jwks(atOther(named)).status() == 200);

        assertThat(set(named, "hosts", List.of(Map.of("name", "auth.named.example"))))
                .isEqualTo(200);
        await(() -> atHost("auth.named.example").contains("\"https://auth.named.example\""));
        assertThat(set(named, "hosts", List.of(Map.of("name", "other.named.example"))))
                .isEqualTo(200);
        await(() -> atHost("other.named.example").contains("\"https://other.named.example\""));
        assertThat(atHost("auth.named.example")).contains("\"" + ISSUER + "\"");
        assertThat(set(named, "enabled", false)).isEqualTo(200);
        await(() -> !atHost("other.named.example").contains("\"issuer\""));
        assertThat(set(named, "hosts", List.of())).isEqualTo(200);
        await(() -> atHost("other.named.example").contains("\"" + ISSUER + "\""));
    }

    /** The metadata at the other node. */
    private static String atHost(String host) throws IOException {
        return RawHttp.once(
                        cluster.node(1).httpPort(),
                        "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host))
                .body();
    }

    @Test
    void aChangeInOneOrganizationIsReadThereAndNowhereElse() throws Exception {
        OrganizationSite changing = root.create("changing");
        OrganizationSite resting = root.create("resting");
        ThirdParty partner = cluster.partner();
        for (OrganizationSite site : List.of(changing, resting)) {
            site.register(partner, Map.of());
            site.registerApplication("app", Map.of());
            await(() -> exchange(atOther(site), partner).status() == 200);
        }
        String issuer = changing.api("GET", "/trusted-token-issuers", "")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
        int before = Files.readString(database.log()).length();

        for (boolean enabled : List.of(false, true)) {
            changing.api("PATCH", "/trusted-token-issuers/" + issuer, Map.of("enabled", enabled));
            await(() -> (exchange(atOther(changing), partner).status() == 200) == enabled);
            assertThat(exchange(atOther(resting), partner).status()).isEqualTo(200);
            assertThat(cluster.exchange(1, cluster.assertion()).status()).isEqualTo(200);
        }

        Matcher reading = READING.matcher(Files.readString(database.log()).substring(before));
        List<String> read =
                reading.results().map(found -> found.group(1)).distinct().toList();
        assertThat(read).containsExactly(number("changing"));
    }

    private static Reply exchange(OrganizationSite site, ThirdParty partner) {
        return site.exchange("app", OrganizationSite.SECRET, partner.assertion(site.issuer()));
    }

    private static String number(String slug) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement("SELECT number FROM organizations WHERE slug = ?")) {
            statement.setString(1, slug);
            try (var rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    /** The requests to an organization that are not answered as if there were no such organization. */
    private static List<String> answered(OrganizationSite site) {
        String origin = site.url("").replace(site.path(), "");
        var paths = new ArrayList<>(PATHS.stream().map(site::url).toList());
        paths.add(origin + "/.well-known/oauth-authorization-server" + site.path());
        var answered = new ArrayList<String>();
        for (String path : paths) {
            for (String method : List.of("GET", "POST", "OPTIONS")) {
                Reply reply = WrittenRequests.send(method, path, Map.of(), "");
                String nowhere = path.replace(site.path(), "/t/nobody");
                Reply expected = WrittenRequests.send(method, nowhere, Map.of(), "");
                if (reply.status() != 404 || !reply.shown().equals(expected.shown())) {
                    answered.add(method + " " + path + " " + reply.shown());
                }
            }
        }
        return answered;
    }

    @Test
    void aDisabledOrganizationIsNowhereAndComesBackAsItWas() throws Exception {
        OrganizationSite site = root.create("sleeping");
        ThirdParty partner = cluster.partner();
        site.register(partner, Map.of());
        site.registerApplication("app", Map.of());
        await(() -> exchange(atOther(site), partner).status() == 200);
        String keys = jwks(site).body();
        String spent = partner.assertion(site.issuer());
        Reply exchanged = site.exchange("app", OrganizationSite.SECRET, spent);
        String kept = partner.assertion(site.issuer());

        assertThat(set(site, "enabled", false)).isEqualTo(200);
        assertThat(answered(site)).isEmpty();
        await(() -> answered(atOther(site)).isEmpty());
        assertThat(root.api("POST", "/organizations/" + site.id() + "/administrator-link", "")
                        .status())
                .isEqualTo(404);
        assertThat(set(site, "enabled", true)).isEqualTo(200);

        assertThat(jwks(site).body()).isEqualTo(keys);
        await(() -> jwks(atOther(site)).status() == 200);
        assertThat(jwks(atOther(site)).body()).isEqualTo(keys);
        assertThat(atOther(site).isActive(exchanged.text("access_token"))).isTrue();
        assertThat(atOther(site).exchange("app", OrganizationSite.SECRET, spent).status())
                .isEqualTo(400);
        assertThat(site.exchange("app", OrganizationSite.SECRET, kept).status()).isEqualTo(200);
        Reply refreshed = atOther(site)
                .token(
                        "app",
                        OrganizationSite.SECRET,
                        Map.of("grant_type", "refresh_token", "refresh_token", exchanged.text("refresh_token")));
        assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
    }

    @Test
    void aDeletedOrganizationIsNowhereAndItsSlugIsUsed() throws Exception {
        OrganizationSite site = root.create("leaving");
        await(() -> jwks(atOther(site)).status() == 200);
        String path = "/organizations/" + site.id();

        assertThat(root.api("DELETE", path, "").status()).isEqualTo(409);
        assertThat(set(site, "enabled", false)).isEqualTo(200);
        assertThat(root.api("DELETE", path, "").status()).isEqualTo(204);

        assertThat(answered(site)).isEmpty();
        await(() -> answered(atOther(site)).isEmpty());
        assertThat(root.api("GET", path, "").status()).isEqualTo(404);
        assertThat(set(site, "enabled", true)).isEqualTo(404);
        assertThat(atOther(root)
                        .api("POST", "/organizations", Map.of("slug", "leaving", "name", "Again"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void organizationsAreCreatedOnBothNodesAtTheSameTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                var replies = new HashMap<String, List<Future<Reply>>>();
                for (String slug : List.of("same", "one", "two", "three")) {
                    String name = slug + "-" + round;
                    var both = new ArrayList<Future<Reply>>();
                    for (OrganizationSite at : List.of(root, atOther(root))) {
                        String own = slug.equals("same") || at == root ? name : "other-" + name;
                        both.add(threads.submit(
                                () -> at.api("POST", "/organizations", Map.of("slug", own, "name", own))));
                    }
                    replies.put(slug, both);
                }
                for (var both : replies.entrySet()) {
                    List<Integer> statuses = new ArrayList<>();
                    for (Future<Reply> reply : both.getValue()) {
                        statuses.add(reply.get().status());
                    }
                    if (both.getKey().equals("same")) {
                        assertThat(statuses).containsExactlyInAnyOrder(201, 409);
                    } else {
                        assertThat(statuses).containsExactly(201, 201);
                    }
                }
            }
        }
    }

    @Test
    void aNodeThatDiesWhileItCreatesLeavesNoHalfOrganization() throws Exception {
        var answered = new HashMap<String, Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            OrganizationSite other = atOther(root);
            for (int i = 0; i < 40; i++) {
                String slug = "half-" + i;
                answered.put(slug, threads.submit(() -> status(other, slug)));
            }
            OpenStore.await(() -> root.api("GET", "/organizations?q=half-&limit=200", "")
                            .json()
                            .path("items")
                            .size()
                    > 3);
            cluster.node(1).kill();
        }
        cluster.node(1).restart();
        int found = 0;
        for (var creation : answered.entrySet()) {
            var item = root.api("GET", "/organizations?q=" + creation.getKey(), "")
                    .json()
                    .path("items");
            boolean exists = item.findValuesAsString("slug").contains(creation.getKey());
            if (creation.getValue().get() == 201) {
                assertThat(exists).as(creation.getKey()).isTrue();
            }
            if (exists) {
                found++;
                isRepairable(creation.getKey(), item.path(0).path("id").asString());
            }
        }
        assertThat(found).isBetween(1, 40);
    }

    private static int status(OrganizationSite site, String slug) {
        try {
            return site.api("POST", "/organizations", Map.of("slug", slug, "name", slug))
                    .status();
        } catch (UncheckedIOException died) {
            return 0;
        }
    }

    private static void isRepairable(String slug, String id) {
        for (int node = 0; node < 2; node++) {
            Reply keys = WrittenRequests.send(
                    "GET", cluster.node(node).plainOrigin() + "/t/" + slug + "/oauth2/jwks", Map.of(), "");
            assertThat(keys.status()).as(slug).isEqualTo(200);
            assertThat(keys.json().path("keys").size()).isGreaterThan(2);
        }
        Reply link = root.api("POST", "/organizations/" + id + "/administrator-link", "");
        assertThat(link.status()).as(link.body()).isEqualTo(200);
        String path = link.text("administrator_link").substring(ISSUER.length());
        Reply page = WrittenRequests.send("GET", cluster.node(1).plainOrigin() + path, Map.of(), "");
        assertThat(page.status()).as(slug).isEqualTo(200);
    }
}
