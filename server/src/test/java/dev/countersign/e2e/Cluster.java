package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several nodes on one PostgreSQL server, with a third party and an application. */
final class Cluster implements AutoCloseable {
    private static final String ISSUER = "https://tokens.example";

    private final PostgresCluster database;
    private final ThirdParty partner = ThirdParty.start("partner");
    private final List<ServerProcess> nodes = new ArrayList<>();
    private final Answer issuer;
    private final Answer application;

    private Cluster(PostgresCluster database, Path folder, String url, int size, Map<String, String> further)
            throws NoAnswer {
        this.database = database;
        var settings = new HashMap<>(further);
        settings.put("COUNTERSIGN_SERVER_BASE_URL", ISSUER);
        settings.put("COUNTERSIGN_DATABASE_URL", url);
        // so that proofs outlive the failures of a test, and only their replay keys refuse them
        settings.put("COUNTERSIGN_OAUTH_DPOP_MAX_AGE_SECONDS", "300");
        settings.put("COUNTERSIGN_MASTER_KEY", MasterKey.generate().toBase64());
        for (int i = 1; i <= size; i++) {
            nodes.add(ServerProcess.start(folder.resolve("node-" + i), settings));
        }
        issuer = node(0).api().register(partner);
        application = node(0).api().registerApplication("orders");
        assertThat(application.status()).as(application.json().toString()).isEqualTo(201);
    }

    static Cluster start(Path folder, int size) throws NoAnswer {
        return start(folder, size, Map.of());
    }

    /** Some nodes with further settings in their environment. */
    static Cluster start(Path folder, int size, Map<String, String> settings) throws NoAnswer {
        PostgresCluster database = PostgresCluster.start(Map.of());
        return new Cluster(database, folder, database.freshDatabase(), size, settings);
    }

    /** Some nodes that reach the database by this URL. */
    static Cluster start(Path folder, int size, PostgresCluster database, String url) throws NoAnswer {
        return new Cluster(database, folder, url, size, Map.of());
    }

    ThirdParty partner() {
        return partner;
    }

    PostgresCluster database() {
        return database;
    }

    ServerProcess node(int index) {
        return nodes.get(index % nodes.size());
    }

    int size() {
        return nodes.size();
    }

    String assertion() {
        return partner.assertion(ISSUER);
    }

    Answer exchange(int node, String assertion) throws NoAnswer {
        return node(node).api().exchange(application.text("client_id"), application.text("client_secret"), assertion);
    }

    /** An exchange with a DPoP proof. */
    Answer exchange(int node, String assertion, String proof) throws NoAnswer {
        return node(node)
                .api()
                .exchange(application.text("client_id"), application.text("client_secret"), assertion, proof);
    }

    /** A fresh DPoP proof for the token endpoint, by one key for all. */
    String proof() {
        return SampleProof.at(Instant.now())
                .with("htu", ISSUER + "/oauth2/token")
                .with("jti", Secrets.generateId())
                .compact();
    }

    /** Whether every node issues a token. */
    boolean works() {
        try {
            for (int node = 0; node < size(); node++) {
                if (exchange(node, assertion()).status() != 200) {
                    return false;
                }
            }
            return true;
        } catch (NoAnswer notYet) {
            return false;
        }
    }

    /** What a node says of a token of the application. */
    Answer introspect(int node, String token) throws NoAnswer {
        return form(node, "/oauth2/introspect", Map.of("token", token));
    }

    Answer form(int node, String path, Map<String, String> form) throws NoAnswer {
        return node(node).api().form(path, application.text("client_id"), application.text("client_secret"), form);
    }

    /** The same for another subject than the usual one. */
    String assertion(String subject) {
        return partner.assertion(ISSUER, Map.of("sub", subject));
    }

    /** Pushes an event of the issuer to a node. */
    Answer push(int node, String event) throws NoAnswer {
        return node(node).api().push(issuer.text("id"), event);
    }

    /** Changes the trusted token issuer on a node. */
    void changeIssuer(int node, Map<String, Object> patch) throws NoAnswer {
        Answer answer = node(node).api().admin("PATCH", "/trusted-token-issuers/" + issuer.text("id"), patch);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
        partner.close();
        database.close();
    }
}
