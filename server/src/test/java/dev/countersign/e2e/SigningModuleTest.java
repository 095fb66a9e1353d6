package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.Api.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of signing keys in a module that is real software, with a library and a token. */
@Timeout(240)
class SigningModuleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Waits for a state of a server that it reaches by itself. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("in vain: " + what);
            }
            Thread.yield();
        }
    }

    private static void isRefused(Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void signsRotatesRestartsAndLosesNothingWhileTheModuleIsAway() throws Exception {
        SoftHsm module = SoftHsm.in(folder.resolve("hsm"));
        Path home = folder.resolve("home");
        try (var server = ServerProcess.start(home, module.settings(SoftHsm.PIN));
                var partner = ThirdParty.start("partner")) {
            Api api = server.api();
            assertThat(api.get("/oauth2/jwks").text("keys"))
                    .contains("RS256", "ES256")
                    .doesNotContain("EdDSA");
            api.register(partner);
            Answer application = api.registerApplication("orders");
            String id = application.text("client_id");
            String secret = application.text("client_secret");
            refusesAnAlgorithmThatTheModuleHasNot(api);
            String token =
                    api.exchange(id, secret, partner.assertion(server.issuer())).text("access_token");
            assertThat(api.admin("POST", "/signing-keys/rotate", Map.of("at_once", true))
                            .status())
                    .isEqualTo(200);
            String rotated = api.get("/oauth2/jwks").text("keys");
            assertThat(api.exchange(id, secret, partner.assertion(server.issuer()))
                            .status())
                    .isEqualTo(200);
            assertThat(api.form("/oauth2/introspect", id, secret, Map.of("token", token))
                            .json())
                    .containsEntry("active", true);

            goesOnWhenTheKeysAreBack(module, api, () -> partner.assertion(server.issuer()), id, secret);
            goesOnWhenTheTokenIsBack(module, api, () -> partner.assertion(server.issuer()), id, secret);
            server.restart();
            assertThat(api.get("/oauth2/jwks").text("keys")).isEqualTo(rotated);
            assertThat(api.exchange(id, secret, partner.assertion(server.issuer()))
                            .status())
                    .isEqualTo(200);
            assertThat(api.form("/oauth2/introspect", id, secret, Map.of("token", token))
                            .json())
                    .containsEntry("active", true);
            assertThat(server.output()).doesNotContain(SoftHsm.PIN);
            server.terminate();
        }
        try (var wrong = ServerProcess.startInVain(home, module.settings("000000"))) {
            assertThat(wrong.exitStatus()).isEqualTo(78);
            assertThat(wrong.output()).contains("the module refuses the PIN").doesNotContain("000000");
        }
    }

    private static void refusesAnAlgorithmThatTheModuleHasNot(Api api) throws Exception {
        Answer refused = api.admin(
                "POST", "/applications", Map.of("name", "ed", "access_token", Map.of("signing_alg", "EdDSA")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().toString()).contains("hardware module, which has none of EdDSA");
    }

    private static void goesOnWhenTheTokenIsBack(
            SoftHsm module, Api api, Supplier<String> assertions, String id, String secret) throws Exception {
        String kept = assertions.get();
        module.remove();
        isRefused(api.exchange(id, secret, kept));
        isRefused(api.exchange(id, secret, kept));
        await("not ready", () -> !api.isReady());
        module.insert();
        await("ready again, without a restart", api::isReady);
        assertThat(api.exchange(id, secret, kept).status()).as("not burnt").isEqualTo(200);
    }

    private static void goesOnWhenTheKeysAreBack(
            SoftHsm module, Api api, Supplier<String> assertions, String id, String secret) throws Exception {
        String kept = assertions.get();
        module.removeObjects();
        isRefused(api.exchange(id, secret, kept));
        await("not ready", () -> !api.isReady());
        assertThat(api.get("/health/ready").json().toString()).contains("signing_keys=down");
        module.insertObjects();
        await("ready again", api::isReady);
        assertThat(api.exchange(id, secret, kept).status()).as("not burnt").isEqualTo(200);
    }
}
