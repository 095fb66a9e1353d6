package dev.countersign.server.registry.discovery;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.change.IfKeysFail;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.SampleTrials;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.trust.Edit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests of the findings about the JWKS URL when an issuer is saved, and of the occasions on which the URL is fetched.
 */
class JwksTrialsTest {
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();
    private static final URI URL = URI.create("https://partner.example/jwks");
    private static final FetchOutcome<FetchedSet> DOWN = new FetchOutcome.Failed<>("timed out after 1000 ms");

    private final ManagementFixture management = new ManagementFixture();

    @Test
    void tellsWhatWasFoundAndLetsExchangesUseIt() {
        Saved<TrustedIssuer> saved = done(register(IfKeysFail.WARN));

        assertThat(saved.warnings())
                .containsExactly(new Problem("/keys/jwks_url", "jwks_fetched", "1 key (ES256), 84 ms"));
        assertThat(management.trials.asked).containsExactly(URL);
        assertThat(management.trials.adopted).containsExactly(saved.value());
    }

    @Test
    void savesAnIssuerWhoseEndpointIsDown() {
        management.trials.give(DOWN);

        Saved<TrustedIssuer> saved = done(register(IfKeysFail.WARN));

        assertThat(saved.warnings())
                .containsExactly(new Problem(
                        "/keys/jwks_url",
                        "jwks_unreachable",
                        "The keys could not be fetched: timed out after 1000 ms."));
        assertThat(management.configuration.issuer(saved.value().id())).contains(saved.value());
        assertThat(management.trials.adopted).isEmpty();
        assertThat(management.trials.failures)
                .as("what is known of its keys from now on")
                .containsExactly(URL + ": timed out after 1000 ms");
    }

    @Test
    void keepsWhatWasWrongWithAnAnswerAsTheLastError() {
        management.trials.giveSet("<html>");

        done(register(IfKeysFail.WARN));

        assertThat(management.trials.failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).startsWith(URL + ": The JWK set cannot be read"));
    }

    @Test
    void savesNothingWhenItIsStrictAndTheEndpointIsDown() {
        management.trials.give(DOWN);

        assertThat(problems(register(IfKeysFail.REFUSE))).containsExactly("/keys/jwks_url jwks_unreachable");

        assertThat(management.configuration.issuers()).isEmpty();
        assertThat(management.store.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(IfKeysFail.class)
    void asksOnce(IfKeysFail ifKeysFail) {
        TrustedIssuer issuer = done(register(ifKeysFail)).value();

        assertThat(management.trials.asked).containsExactly(URL);
        assertThat(management.trials.adopted).containsExactly(issuer);
    }

    @Test
    void tellsOfAnAnswerThatIsNoSet() {
        management.trials.giveSet("<html>");
        assertThat(problems(register(IfKeysFail.REFUSE))).containsExactly("/keys/jwks_url jwks_unreadable");
    }

    @Test
    void tellsOfASetWithNothingToVerifyWith() {
        management.trials.giveSet("{\"keys\":[{\"kty\":\"EC\",\"use\":\"enc\",\"kid\":\"a\"}]}");

        assertThat(problems(register(IfKeysFail.REFUSE)))
                .containsExactly("/keys/jwks_url jwks_no_usable_key", "/keys/jwks_url jwks_key_ignored");
        assertThat(codes(done(register(IfKeysFail.WARN))))
                .containsExactly("jwks_fetched", "jwks_no_usable_key", "jwks_key_ignored");
    }

    @Test
    void tellsOfKeysThatFitNoneOfTheIssuersAlgorithms() {
        Map<String, Object> input = TestJson.with(ManagementFixture.issuer("partner"), "algorithms", List.of("RS256"));

        assertThat(problems(management.useCases.issuers().register(administrator(), input, IfKeysFail.REFUSE)))
                .containsExactly("/keys/jwks_url jwks_no_fitting_key");
        Map<String, Object> fitting =
                TestJson.with(ManagementFixture.issuer("partner"), "algorithms", List.of("RS256", "ES256"));
        assertThat(codes(done(management.useCases.issuers().register(administrator(), fitting, IfKeysFail.REFUSE))))
                .containsExactly("jwks_fetched");
    }

    @Test
    void refusesASetWithAPrivateKeyWhenItIsStrict() {
        Map<String, Object> good = SigningKey.generate(Algorithm.ES256).publicJwk();
        var exposed = TestJson.with(SigningKey.generate(Algorithm.ES256).publicJwk(), "d", "c2VjcmV0");
        management.trials.giveSet(
                new String(JsonText.write(Map.of("keys", List.of(good, exposed))), StandardCharsets.UTF_8));

        Outcome<Saved<TrustedIssuer>> refused = register(IfKeysFail.REFUSE);

        assertThat(problems(refused)).containsExactly("/keys/jwks_url jwks_secret_key");
        assertThat(refused.toString()).doesNotContain("c2VjcmV0");
        assertThat(codes(done(register(IfKeysFail.WARN)))).containsExactly("jwks_fetched", "jwks_secret_key");
    }

    @Test
    void asksAgainOnlyWhenTheUrlChangesOrItIsStrict() {
        IssuerId id = done(register(IfKeysFail.WARN)).value().id();
        management.trials.asked.clear();

        assertThat(done(patch(id, "{'enabled':false}", IfKeysFail.WARN)).warnings())
                .isEmpty();
        assertThat(management.trials.asked).isEmpty();

        assertThat(codes(done(patch(id, "{'keys':{'jwks_url':'https://new.example/jwks'}}", IfKeysFail.WARN))))
                .contains("jwks_fetched");
        assertThat(management.trials.asked).containsExactly(URI.create("https://new.example/jwks"));

        management.trials.give(DOWN);
        assertThat(problems(patch(id, "{'enabled':true}", IfKeysFail.REFUSE)))
                .containsExactly("/keys/jwks_url jwks_unreachable");
        assertThat(management.configuration.issuer(id).orElseThrow().enabled()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(IfKeysFail.class)
    void asksNobodyForKeysThatAreGiven(IfKeysFail ifKeysFail) {
        Map<String, Object> input = TestJson.with(
                ManagementFixture.issuer("partner"),
                "keys",
                TestJson.value("{'jwks':%s}".formatted(ManagementFixture.jwks())));

        assertThat(management.useCases.issuers().register(administrator(), input, ifKeysFail))
                .isInstanceOf(Outcome.Done.class);
        assertThat(management.trials.asked).isEmpty();
    }

    @Test
    void asksNobodyForAnIssuerThatIsRefusedAnyway() {
        done(register(IfKeysFail.WARN));
        management.trials.asked.clear();

        assertThat(register(IfKeysFail.REFUSE)).isInstanceOf(Outcome.Conflict.class);
        assertThat(register(IfKeysFail.WARN)).isInstanceOf(Outcome.Conflict.class);
        assertThat(patch(new IssuerId("absent"), "{}", IfKeysFail.REFUSE)).isInstanceOf(Outcome.NotFound.class);
        assertThat(management.trials.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(IfKeysFail.class)
    void holdsUpNobodyElseWhileTheIssuerIsSlow(IfKeysFail ifKeysFail) throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CompletableFuture<FetchOutcome<FetchedSet>>();
        management.trials.give(_ -> {
            asked.countDown();
            return answer.join();
        });
        var saving = CompletableFuture.supplyAsync(() -> register(ifKeysFail));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(management.registeredApplication("other").name()).isEqualTo("other");

        answer.complete(DOWN);
        Outcome<Saved<TrustedIssuer>> outcome = saving.get(10, TimeUnit.SECONDS);
        assertThat(outcome instanceof Outcome.Done).isEqualTo(ifKeysFail == IfKeysFail.WARN);
    }

    @Test
    void savesNoUrlThatWasNotTheOneThatWasTried() {
        IssuerId id = done(register(IfKeysFail.WARN)).value().id();
        management.trials.give(url -> {
            management.trials.give(DOWN);
            done(patch(id, "{'keys':{'jwks_url':'https://theirs.example/jwks'}}", IfKeysFail.WARN));
            return new SampleTrials().tryOut(new KeySource.JwksUrl(url));
        });

        assertThat(patch(id, "{'enabled':false}", IfKeysFail.REFUSE)).isInstanceOf(Outcome.Stale.class);
        assertThat(management.configuration.issuer(id).orElseThrow().enabled()).isTrue();
    }

    private Outcome<Saved<TrustedIssuer>> register(IfKeysFail ifKeysFail) {
        return management.useCases.issuers().register(administrator(), ManagementFixture.issuer("partner"), ifKeysFail);
    }

    private Outcome<Saved<TrustedIssuer>> patch(IssuerId id, String patch, IfKeysFail ifKeysFail) {
        return management
                .useCases
                .issuers()
                .change(administrator(), id, ANY, new Edit.Merge(TestJson.object(patch)), ifKeysFail);
    }

    private static List<String> codes(Saved<TrustedIssuer> saved) {
        return saved.warnings().stream().map(Problem::code).toList();
    }
}
