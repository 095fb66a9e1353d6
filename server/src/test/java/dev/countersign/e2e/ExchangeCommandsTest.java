package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * End-to-end test of the guide by commands: register an issuer, enable the grant, exchange; and find the reason of a
 * failure.
 */
class ExchangeCommandsTest {
    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static ThirdParty thirdParty;
    private static Path secret;

    private CommandRunner administrator;
    private CommandRunner application;

    @BeforeAll
    static void followTheGuide() {
        server = ServerProcess.start(folder.resolve("home"));
        thirdParty = ThirdParty.start("partner");
        secret = folder.resolve("orders-app.secret");
        CommandRunner commands = CommandRunner.administrating(server, folder);
        commands.run(
                        "issuer",
                        "add",
                        "partner",
                        "--issuer",
                        thirdParty.issuer(),
                        "--jwks-url",
                        thirdParty.jwksUrl(),
                        "--alias",
                        thirdParty.issuer())
                .done();
        commands.run("api-resource", "add", "orders", "--audience", "https://orders.example", "--scope", "orders:read")
                .done();
        commands.run(
                        "application",
                        "add",
                        "orders-app",
                        "--new-client-id",
                        "orders-app",
                        "--scope",
                        "orders:read",
                        "--default-scope",
                        "orders:read",
                        "--audience",
                        "https://orders.example",
                        "--secret-out",
                        secret.toString())
                .done();
    }

    @AfterAll
    static void stop() {
        server.close();
        thirdParty.close();
    }

    @BeforeEach
    void signIn() {
        administrator = CommandRunner.administrating(server, folder);
        application = CommandRunner.administrating(server, folder)
                .set("COUNTERSIGN_CLIENT_ID", "orders-app")
                .unset("COUNTERSIGN_CLIENT_SECRET");
    }

    private CommandRunner.Ran exchange(String assertion, String... more) {
        return application
                .typing(assertion + "\n")
                .run(with(
                        List.of("exchange", "--client-secret-file", secret.toString(), "--assertion-file", "-"), more));
    }

    private static String[] with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void anAssertionIsExchangedForATokenThatCanBeShownDecoded() {
        assertThat(exchange(thirdParty.assertion(server.issuer())).done().out().split("\\.", -1))
                .hasSize(3);

        JsonNode decoded = exchange(thirdParty.assertion(server.issuer()), "--decode")
                .done()
                .json();
        assertThat(decoded.path("header").path("typ").asString()).isEqualTo("at+jwt");
        assertThat(decoded.path("claims").path("sub").asString()).startsWith("partner:");
        assertThat(decoded.path("claims").path("aud").asString()).isEqualTo("https://orders.example");

        JsonNode whole =
                exchange(thirdParty.assertion(server.issuer()), "--json").done().json();
        assertThat(whole.path("token_type").asString()).isEqualTo("Bearer");
    }

    @Test
    void theAssertionMayComeFromTheEnvironmentOrAnArgument() {
        application.set("COUNTERSIGN_ASSERTION", thirdParty.assertion(server.issuer()));
        application.run("exchange", "--client-secret-file", secret.toString()).done();

        application
                .run(
                        "exchange",
                        "--client-secret-file",
                        secret.toString(),
                        "--assertion",
                        thirdParty.assertion(server.issuer()))
                .done();
    }

    @Test
    void aRefusalLeadsToItsReasonInTheAudit() throws Exception {
        String assertion = thirdParty.assertion("https://elsewhere.example");

        var refused = exchange(assertion);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("invalid_grant").doesNotContain(assertion);
        String id = refused.err().replaceAll("(?s).*--correlation-id (\\S+).*", "$1");
        var found = until(
                () -> administrator.run("audit", "--correlation-id", id),
                audit -> audit.out().contains("assertion.audience_mismatch"));
        assertThat(found.out()).contains("refused", "issuer=partner", "hint", "https://elsewhere.example");
    }

    @Test
    void explainTellsWhyAndSpendsNothing() {
        String bad = thirdParty.assertion("https://elsewhere.example");
        String good = thirdParty.assertion(server.issuer());

        var refused = administrator.typing(bad).run("explain", "--assertion-file", "-", "--application", "orders-app");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains("✗ The assertion is meant for this server (assertion.audience_mismatch)")
                .contains("expected", "actual", "hint")
                .endsWith("An exchange would refuse the assertion: assertion.audience_mismatch\n");

        var accepted =
                administrator.typing(good).run("explain", "--assertion-file", "-", "--application", "orders-app");
        assertThat(accepted.done().out())
                .contains("✓ The signature is the issuer's")
                .contains("would accept", "orders:read", "https://orders.example");
        exchange(good).done();
        assertThat(administrator
                        .typing(good)
                        .run("explain", "--assertion-file", "-", "--json")
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("assertion.replayed");
    }

    @Test
    void onATerminalOfAnotherCharacterSetTheMarksAreAscii() {
        var explained =
                administrator.in(StandardCharsets.US_ASCII).typing("a.b.c").run("explain", "--assertion-file", "-");

        assertThat(explained.out())
                .contains("x The assertion is one signed JWT")
                .doesNotContain("?");
    }

    @Test
    void disabledMeansDisabledForTheVeryNextExchange() {
        administrator.run("issuer", "disable", "partner").done();
        try {
            assertThat(exchange(thirdParty.assertion(server.issuer())).status()).isEqualTo(1);
        } finally {
            administrator.run("issuer", "enable", "partner").done();
        }
        exchange(thirdParty.assertion(server.issuer())).done();

        administrator.run("application", "disable", "orders-app").done();
        try {
            assertThat(exchange(thirdParty.assertion(server.issuer())).status()).isEqualTo(77);
        } finally {
            administrator.run("application", "enable", "orders-app").done();
        }
        exchange(thirdParty.assertion(server.issuer())).done();
    }

    @Test
    void aKeyThatIsTakenAwayIsRefusedAtOnce() throws Exception {
        byte[] theirs;
        try (InputStream in = URI.create(thirdParty.jwksUrl()).toURL().openStream()) {
            theirs = in.readAllBytes();
        }
        Path good = Files.write(folder.resolve("theirs.json"), theirs);
        byte[] other = JsonText.write(
                Map.of("keys", List.of(SigningKey.generate(Algorithm.ES256).publicJwk())));
        Path without = Files.write(folder.resolve("without.json"), other);
        try {
            administrator
                    .run("issuer", "edit", "partner", "--jwks", good.toString())
                    .done();
            exchange(thirdParty.assertion(server.issuer())).done();

            administrator
                    .run("issuer", "edit", "partner", "--jwks", without.toString())
                    .done();

            assertThat(exchange(thirdParty.assertion(server.issuer())).status()).isEqualTo(1);
        } finally {
            administrator
                    .run("issuer", "edit", "partner", "--jwks-url", thirdParty.jwksUrl())
                    .done();
        }
        exchange(thirdParty.assertion(server.issuer())).done();
    }

    @Test
    void anApiResourceThatApplicationsNameIsNotRemovedUnlessForced() {
        var refused = administrator.run("api-resource", "remove", "orders");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("orders-app");
        assertThat(administrator.run("api-resource", "list").done().out())
                .contains("orders", "https://orders.example", "orders:read");
    }

    @Test
    void theServersSigningKeysAreListed() {
        assertThat(administrator.run("keys", "list").done().out()).contains("KID", "RS256", "ES256", "EdDSA", "active");
        assertThat(administrator.run("keys", "rotate").done().out()).contains("active", "next");
    }

    @Test
    void theAuditIsOneJsonObjectALineForPrograms() throws Exception {
        exchange(thirdParty.assertion(server.issuer())).done();

        var audit = until(
                () -> administrator.run("audit", "--outcome", "accepted", "--issuer", "partner", "--json"),
                ran -> !ran.out().isEmpty());

        assertThat(audit.out().lines())
                .allSatisfy(line -> assertThat(line).startsWith("{").contains("\"outcome\":\"accepted\""));
        assertThat(administrator.run("audit", "--outcome", "acepted").err()).contains("accepted");
    }

    @Test
    void followingMissesNothingAndRepeatsNothing() throws Exception {
        var out = new ByteArrayOutputStream();
        var follower = new Thread(() -> administrator.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream()),
                "audit",
                "--follow",
                "--limit",
                "1",
                "--application",
                "orders-app",
                "--outcome",
                "accepted",
                "--json"));
        follower.start();
        try {
            for (int i = 0; i < 5; i++) {
                exchange(thirdParty.assertion(server.issuer())).done();
            }
            var all = until(
                    () -> new CommandRunner.Ran(0, out.toString(StandardCharsets.UTF_8), ""),
                    ran -> ran.out().lines().count() >= 5);
            assertThat(all.out().lines().map(line -> line.replaceAll(".*\"correlation_id\":\"(\\w+)\".*", "$1")))
                    .hasSizeGreaterThanOrEqualTo(5)
                    .doesNotHaveDuplicates();
        } finally {
            follower.interrupt();
            follower.join();
        }
    }

    @Test
    void aPresetIsFilledInAndAsksForATenant() {
        assertThat(administrator.run("issuer", "presets").done().out()).contains("github-actions");

        var refused = administrator.run("issuer", "add", "actions", "--preset", "github-actions");

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err()).contains("conditions: ", "repository");
    }

    @Test
    void whatAnIssuerDoesNotPublishIsToldByItsAddress() {
        var refused = administrator.run("issuer", "discover", thirdParty.issuer());

        assertThat(refused.status()).isEqualTo(65);
        assertThat(refused.err()).contains("openid-configuration", "oauth-authorization-server");
    }

    private interface Attempt {
        CommandRunner.Ran make();
    }

    /** Events reach the audit some tenths of a second late. */
    private static CommandRunner.Ran until(Attempt attempt, Predicate<CommandRunner.Ran> enough)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(10));
        CommandRunner.Ran ran = attempt.make();
        while (!enough.test(ran) && Instant.now().isBefore(deadline)) {
            Thread.sleep(50);
            ran = attempt.make();
        }
        return ran.done();
    }
}
