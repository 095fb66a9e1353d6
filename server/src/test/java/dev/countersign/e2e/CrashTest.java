package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * End-to-end test that an assertion is accepted once and every returned token is on record, under load and when the
 * process is killed.
 */
class CrashTest {
    private static final int THREADS = 64;

    @TempDir
    Path folder;

    private ThirdParty thirdParty;
    private ServerProcess server;
    private String clientId;
    private String secret;

    @BeforeEach
    void start() throws Exception {
        thirdParty = ThirdParty.start("partner");
        server = ServerProcess.start(folder.resolve("home"));
        assertThat(server.api().register(thirdParty).status()).isEqualTo(201);
        var application = server.api().registerApplication("orders");
        clientId = application.text("client_id");
        secret = application.text("client_secret");
    }

    @AfterEach
    void stop() {
        server.close();
        thirdParty.close();
    }

    @Test
    void ofSixtyFourThreadsWithTheSameAssertionExactlyOneGetsAToken() throws Exception {
        for (int round = 0; round < 5; round++) {
            String assertion = thirdParty.assertion(server.issuer());
            var statuses = new ConcurrentLinkedQueue<String>();
            together(_ -> {
                var answer = server.api().exchange(clientId, secret, assertion);
                statuses.add(answer.status() + " " + answer.json().getOrDefault("error", "token"));
            });
            assertThat(statuses).hasSize(THREADS).containsOnlyOnce("200 token");
            assertThat(statuses).filteredOn("400 invalid_grant"::equals).hasSize(THREADS - 1);
        }
    }

    @Test
    void tenThousandAssertionsFromSixtyFourThreadsGiveTenThousandTokensAndRecords() throws Exception {
        int each = 10_000 / THREADS + 1;
        Set<String> tokens = ConcurrentHashMap.newKeySet();
        together(_ -> {
            for (int i = 0; i < each; i++) {
                var answer = server.api().exchange(clientId, secret, thirdParty.assertion(server.issuer()));
                assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
                tokens.add(tokenId(answer.text("access_token")));
            }
        });
        assertThat(tokens).hasSize(each * THREADS);
        assertThat(recorded()).containsAll(tokens);
    }

    @Test
    void nothingThatWasAnsweredIsLostOrAcceptedAgainAfterAKill() throws Exception {
        Map<String, String> answered = new ConcurrentHashMap<>();
        var presented = new ConcurrentLinkedQueue<String>();
        for (int kill = 0; kill < 3; kill++) {
            var enough = new CountDownLatch(400);
            var load = Executors.newVirtualThreadPerTaskExecutor();
            IntStream.range(0, THREADS)
                    .forEach(_ -> load.submit(() -> presentUntilItBreaks(presented, answered, enough)));
            enough.await();
            server.kill();
            load.shutdown();
            assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            server.restart();
        }
        assertThat(answered).hasSizeGreaterThan(1000);
        assertThat(recorded()).containsAll(new HashSet<>(answered.values()));

        var acceptedAgain = new ConcurrentLinkedQueue<String>();
        var rest = new ConcurrentLinkedQueue<>(presented);
        together(_ -> {
            for (String assertion = rest.poll(); assertion != null; assertion = rest.poll()) {
                if (server.api().exchange(clientId, secret, assertion).status() == 200
                        && answered.containsKey(assertion)) {
                    acceptedAgain.add(assertion);
                }
            }
        });
        assertThat(acceptedAgain).isEmpty();
    }

    private void presentUntilItBreaks(
            ConcurrentLinkedQueue<String> presented, Map<String, String> answered, CountDownLatch enough) {
        try {
            while (true) {
                String assertion = thirdParty.assertion(server.issuer());
                presented.add(assertion);
                var answer = server.api().exchange(clientId, secret, assertion);
                if (answer.status() == 200) {
                    answered.put(assertion, tokenId(answer.text("access_token")));
                    enough.countDown();
                }
            }
        } catch (Api.NoAnswer killed) {
            // The server is gone; what it had not answered may or may not be spent.
            assertThat(killed).hasCauseInstanceOf(IOException.class);
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    /** Runs the work in all threads at once and fails when one of them does. */
    private static void together(Work work) throws Exception {
        var start = new CountDownLatch(1);
        List<Throwable> failures = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                threads.submit(() -> {
                    try {
                        start.await();
                        work.run(thread);
                    } catch (Throwable failure) {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    }
                    return null;
                });
            }
            start.countDown();
        }
        assertThat(failures).isEmpty();
    }

    private Set<String> recorded() throws Exception {
        String url = "jdbc:sqlite:file:" + server.home().resolve("data").resolve("countersign.db") + "?mode=ro";
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT token_id FROM issued_tokens")) {
            Set<String> ids = new HashSet<>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private static String tokenId(String accessToken) {
        return switch (CompactJws.read(accessToken)) {
            case JwsReading.Read read -> read.jws().claims().get("jti").toString();
            case JwsReading.Unreadable _, JwsReading.Encrypted _ -> throw new AssertionError("no token");
        };
    }
}
