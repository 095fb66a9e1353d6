package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of refresh tokens on a real database. */
class RefreshTokenLifeTest {
    private static final String SUBJECT = "partner:alice";
    private static final String INTROSPECT = "/oauth2/introspect";
    private static final String REVOKE = "/oauth2/revoke";
    private static final Map<String, Object> INACTIVE = Map.of("active", false);

    @TempDir
    Path folder;

    private ServerProcess server;
    private ThirdParty partner;
    private Answer issuer;
    private Answer application;

    @BeforeEach
    void start() throws NoAnswer {
        server = ServerProcess.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        issuer = server.api().register(partner);
        application = application("orders", Map.of("refresh_token", Map.of("enabled", true)));
    }

    @AfterEach
    void stop() {
        partner.close();
        server.close();
    }

    private Answer application(String name, Map<String, Object> members) throws NoAnswer {
        var body = new HashMap<>(members);
        body.put("name", name);
        body.put("scopes", List.of("orders:read", "orders:write"));
        body.put("default_scopes", List.of("orders:read"));
        Answer made = server.api().admin("POST", "/applications", body);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    private Answer form(String path, Map<String, String> form) throws NoAnswer {
        return server.api().form(path, application.text("client_id"), application.text("client_secret"), form);
    }

    private Answer exchange() throws NoAnswer {
        Answer answer = server.api()
                .exchange(
                        application.text("client_id"),
                        application.text("client_secret"),
                        partner.assertion(server.issuer()));
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer;
    }

    private Answer refresh(String refreshToken) throws NoAnswer {
        return form("/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    private Map<String, Object> introspect(String token) throws NoAnswer {
        return form(INTROSPECT, Map.of("token", token)).json();
    }

    @Test
    @Spec("RFC 6749 §6")
    void aRefreshGivesANewPairAndSurvivesARestart() throws NoAnswer {
        Answer first = exchange();
        assertThat(first.text("refresh_token")).hasSize(43);
        Answer second = refresh(first.text("refresh_token"));
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
        assertThat(second.text("scope")).isEqualTo("orders:read");

        server.kill();
        server.restart();

        assertThat(introspect(second.text("access_token"))).containsEntry("sub", SUBJECT);
        assertThat(introspect(second.text("refresh_token")))
                .containsEntry("active", true)
                .containsEntry("sub", SUBJECT)
                .containsEntry("scope", "orders:read")
                .doesNotContainKey("token_type");
        assertThat(introspect(first.text("refresh_token"))).isEqualTo(INACTIVE);
        assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(200);
    }

    @Test
    @Spec("RFC 9700 §4.14.2")
    void presentingOneTwiceEndsEverythingThatCameOfIt() throws NoAnswer {
        Answer first = exchange();
        Answer second = refresh(first.text("refresh_token"));
        Answer other = exchange();

        Answer again = refresh(first.text("refresh_token"));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text("error")).isEqualTo("invalid_grant");
        for (String token :
                List.of(first.text("access_token"), second.text("access_token"), second.text("refresh_token"))) {
            assertThat(introspect(token)).isEqualTo(INACTIVE);
        }
        assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(400);
        assertThat(introspect(other.text("access_token"))).as("another family").containsEntry("active", true);
        assertThat(server.api()
                        .admin("GET", "/audit-events?kind=admin", Map.of())
                        .text("items"))
                .containsOnlyOnce("refresh_token.reused");
    }

    @Test
    @Spec("RFC 9700 §4.14.2")
    void ofManyAtOnceOneGetsTokensAndAllLoseThem() throws Exception {
        String token = exchange().text("refresh_token");
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 32)
                    .mapToObj(_ -> threads.submit((Callable<Answer>) () -> {
                        start.await();
                        return refresh(token);
                    }))
                    .toList();
            start.countDown();
            String winner = "";
            int granted = 0;
            for (Future<Answer> answer : answers) {
                if (answer.get().status() == 200) {
                    granted++;
                    winner = answer.get().text("access_token");
                }
            }
            assertThat(granted).isEqualTo(1);
            assertThat(introspect(winner)).isEqualTo(INACTIVE);
        }
    }

    @Test
    @Spec("RFC 7009 §2.1")
    void givingOneBackEndsTheFamily() throws NoAnswer {
        Answer first = exchange();
        Answer second = refresh(first.text("refresh_token"));
        assertThat(form(REVOKE, Map.of("token", second.text("refresh_token"), "token_type_hint", "refresh_token"))
                        .status())
                .isEqualTo(200);
        assertThat(introspect(second.text("access_token"))).isEqualTo(INACTIVE);
        assertThat(introspect(first.text("access_token"))).isEqualTo(INACTIVE);
        assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(400);
    }

    @Test
    @Spec("RFC 6749 §6")
    void nobodyElseMayUseOrEndOrSeeIt() throws NoAnswer {
        String token = exchange().text("refresh_token");
        Answer own = application;
        application = application("thief", Map.of("refresh_token", Map.of("enabled", true)));
        assertThat(refresh(token).status()).isEqualTo(400);
        assertThat(form(REVOKE, Map.of("token", token)).status()).isEqualTo(200);
        assertThat(introspect(token)).isEqualTo(INACTIVE);
        application = own;
        assertThat(introspect(token)).containsEntry("active", true);
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aDisabledIssuerRefreshesNothingAndOneCallEndsAll() throws NoAnswer {
        Answer answer = exchange();
        String path = "/trusted-token-issuers/" + issuer.text("id");
        server.api().admin("PATCH", path, Map.of("enabled", false));
        Answer refused = refresh(answer.text("refresh_token"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(introspect(answer.text("refresh_token"))).isEqualTo(INACTIVE);
        server.api().admin("PATCH", path, Map.of("enabled", true));
        Answer second = refresh(answer.text("refresh_token"));
        assertThat(second.status()).as("nothing was spent").isEqualTo(200);

        Answer revoked = server.api().admin("POST", "/token-revocations", Map.of("subject", SUBJECT));
        assertThat(revoked.json()).as("two access tokens and a family").containsEntry("revoked", 3L);
        assertThat(refresh(second.text("refresh_token")).status()).isEqualTo(400);
    }

    @Test
    void withoutTheSettingThereIsNone() throws NoAnswer {
        application = application("ordinary", Map.of());
        assertThat(exchange().json()).doesNotContainKey("refresh_token");
        Answer refused = refresh("anything");
        assertThat(refused.text("error")).isEqualTo("unauthorized_client");
    }
}
