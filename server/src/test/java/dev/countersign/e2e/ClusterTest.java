package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import dev.countersign.e2e.ClusterLoad.Presented;
import dev.countersign.server.store.OpenStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of three nodes on one PostgreSQL, with failures of nodes and of the database under load. */
class ClusterTest {
    /** How much is presented; {@code make torture} asks for more. */
    private static final int ASSERTIONS = Integer.getInteger("countersign.torture.assertions", 400);

    private static final int PROOFS = 100;
    private static final int ROUNDS = Integer.getInteger("countersign.torture.rounds", 1);
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("countersign.torture.outage", 3));
    private static final Duration RECEIVED_WITHIN =
            Duration.ofSeconds(Integer.getInteger("countersign.torture.heard", 3));
    private static final Duration RESUMED_WITHIN = ClusterLoad.RESUMED_WITHIN;

    @TempDir
    static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws NoAnswer {
        cluster = Cluster.start(folder, 3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void eachAssertionGivesOneTokenInTheWholeCluster() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        try (var load = new ClusterLoad(cluster)) {
            load.present(ASSERTIONS);
            load.verifyOneEach();
            load.verifyRecords();
            load.report("each to two nodes at once");
            assertThat(load.unavailable()).isZero();
        }
    }

    @Test
    @Spec("RFC 9449 §11.1")
    void eachProofGivesOneTokenInTheWholeCluster() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        try (var load = new ClusterLoad(cluster, Presented.PROOFS)) {
            load.present(PROOFS);
            load.verifyOneEach();
            load.verifyRecords();
            load.report("each proof to two nodes at once");
            assertThat(load.unavailable()).isZero();
        }
    }

    @Test
    @Spec("RFC 9449 §11.1")
    void noProofGivesASecondTokenAfterTheDeathOfANode() throws Exception {
        ClusterLoad.during(cluster, Presented.PROOFS, "nodes killed amid proofs", () -> {
            cluster.node(0).kill();
            cluster.node(0).restart();
            return null;
        });
    }

    @Test
    void whatIsRefusedBecauseOfItsProofKeepsItsAssertion() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        String proof = cluster.proof();
        assertThat(cluster.exchange(0, cluster.assertion(), proof).text("token_type"))
                .isEqualTo("DPoP");
        String assertion = cluster.assertion();
        assertThat(cluster.exchange(1, assertion, proof).text("error")).isEqualTo("invalid_dpop_proof");
        assertThat(cluster.exchange(1, assertion, cluster.proof()).status()).isEqualTo(200);
    }

    @Test
    void whatOneNodeDisablesTheOthersRefuseAtOnce() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        String token = cluster.exchange(1, cluster.assertion()).text("access_token");
        cluster.changeIssuer(0, Map.of("enabled", false));
        try {
            ClusterLoad.await(
                    RECEIVED_WITHIN,
                    () -> cluster.exchange(1, cluster.assertion()).status() == 400
                            && cluster.exchange(2, cluster.assertion()).status() == 400);
            assertThat(cluster.introspect(2, token).json()).isEqualTo(Map.of("active", false));
        } finally {
            cluster.changeIssuer(1, Map.of("enabled", true));
        }
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
    }

    @Test
    void aRevokedTokenIsInactiveOnTheOtherNodeAtOnce() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        String token = cluster.exchange(0, cluster.assertion()).text("access_token");
        assertThat(cluster.introspect(1, token).json()).containsEntry("active", true);
        assertThat(cluster.form(0, "/oauth2/revoke", Map.of("token", token)).status())
                .isEqualTo(200);
        assertThat(cluster.introspect(1, token).json()).isEqualTo(Map.of("active", false));
    }

    @Test
    void aSubjectBlockedOnOneNodeGetsNothingOnTheOtherAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String subject = "blocked-" + round;
            Answer token = cluster.exchange(1, cluster.assertion(subject));
            assertThat(token.status()).isEqualTo(200);
            assertThat(cluster.node(0)
                            .api()
                            .admin("POST", "/blocked-subjects", Map.of("issuer", "partner", "subject", subject))
                            .status())
                    .isEqualTo(201);
            assertThat(cluster.exchange(1, cluster.assertion(subject)).text("error"))
                    .isEqualTo("invalid_grant");
            assertThat(cluster.introspect(1, token.text("access_token")).json()).containsEntry("active", false);
        }
    }

    @Test
    void anEventAtOneNodeTakesEffectOnTheOtherAtOnce() throws Exception {
        cluster.changeIssuer(0, Map.of("security_events", Map.of("enabled", true, "audience", "urn:events")));
        OpenStore.await(() -> push("session-revoked", "nobody") == 202);
        Answer token = cluster.exchange(0, cluster.assertion("carol"));
        assertThat(push("account-disabled", "carol")).isEqualTo(202);
        assertThat(cluster.exchange(0, cluster.assertion("carol")).text("error"))
                .isEqualTo("invalid_grant");
        assertThat(cluster.introspect(0, token.text("access_token")).json()).containsEntry("active", false);
        assertThat(push("account-enabled", "carol")).isEqualTo(202);
        assertThat(cluster.exchange(0, cluster.assertion("carol")).status()).isEqualTo(200);
    }

    private static int push(String type, String subject) {
        String family = type.startsWith("account") ? "risc" : "caep";
        String uri = "https://schemas.openid.net/secevent/" + family + "/event-type/" + type;
        try {
            return cluster.push(1, cluster.partner().event("urn:events", uri, subject))
                    .status();
        } catch (NoAnswer broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void oneNodeAsksAnIssuerForItsNewKeyAndAllHaveIt() throws Exception {
        ClusterLoad.await(RESUMED_WITHIN, cluster::works);
        int before = cluster.partner().fetches();
        cluster.partner().rotate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < cluster.size(); i++) {
                int node = i;
                answers.add(threads.submit(() -> cluster.exchange(node, cluster.assertion())));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(cluster.partner().fetches() - before).isEqualTo(1);
    }

    @Test
    void aGuessAtOneNodeCountsAtTheOthers() throws Exception {
        Map<String, String> form = Map.of("token", "any");
        int tries = 0;
        int status = 401;
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (status != 429 && Instant.now().isBefore(end)) {
            for (int i = 0; i < 12; i++) {
                cluster.node(0).api().form("/oauth2/introspect", "guessed", "wrong", form);
            }
            Thread.sleep(Duration.ofMillis(500));
            tries++;
            status = cluster.node(1)
                    .api()
                    .form("/oauth2/introspect", "guessed", "wrong", form)
                    .status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(tries).as("its own free failures").isLessThan(10);
    }

    @Test
    void nodesDieAndComeBackUnderLoad() throws Exception {
        underLoad("nodes killed and restarted", () -> {
            for (int round = 0; round < ROUNDS; round++) {
                ServerProcess node = cluster.node(round);
                node.kill();
                node.restart();
            }
            return null;
        });
    }

    @Test
    void theDatabaseRestartsUnderLoadAndServiceResumesByItself() throws Exception {
        underLoad("the database restarted, fast and immediate", () -> {
            for (String mode : new String[] {"fast", "immediate"}) {
                cluster.database().stop(mode);
                cluster.database().start();
                ClusterLoad.await(RESUMED_WITHIN, cluster::works);
            }
            return null;
        });
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsIssuedAndNodesAreNotReady() throws Exception {
        underLoad("the database away", () -> {
            cluster.database().stop("fast");
            Instant end = Instant.now().plus(OUTAGE);
            while (Instant.now().isBefore(end)) {
                Answer answer = cluster.exchange(0, cluster.assertion());
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(cluster.node(0).api().isReady()).isFalse();
            assertThat(cluster.node(0).api().get("/health/live").status()).isEqualTo(200);
            cluster.database().start();
            ClusterLoad.await(RESUMED_WITHIN, cluster::works);
            assertThat(cluster.node(0).api().isReady()).isTrue();
            return null;
        });
    }

    private static void underLoad(String what, Callable<Void> disturbance) throws Exception {
        ClusterLoad.during(cluster, what, disturbance);
    }
}
