package dev.countersign.server.registry.plan;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.trust.Edit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of plans concurrent with changes, and of secrets in plans. */
@Timeout(60)
class PlanningTest {
    private static final Administrator READER =
            new Administrator("reader", new CorrelationId("c"), new Authority.Held(ScopeSet.of(List.of("admin:read"))));

    private final ManagementFixture management = new ManagementFixture();
    private final CountDownLatch planning = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** Over the same trust; reading an issuer whose keys are at slow.example ends when it may. */
    private final UseCases slow = UseCases.of(
            management.configuration,
            url -> {
                if (url.getHost().equals("slow.example")) {
                    planning.countDown();
                    await(mayEnd);
                }
                return Optional.empty();
            },
            management.trials,
            management.clock);

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static Map<String, Object> slowIssuer() {
        return Map.of("trusted_token_issuers", List.of(ManagementFixture.issuer("slow")));
    }

    private Outcome<?> disable(TrustedIssuer issuer) {
        return management
                .useCases
                .issuers()
                .change(
                        administrator(),
                        issuer.id(),
                        new ExpectedVersion.Any(),
                        new Edit.Merge(TestJson.object("{'enabled':false}")));
    }

    private boolean isEnabled(TrustedIssuer issuer) {
        return management
                .configuration
                .current()
                .issuer(issuer.issuer())
                .orElseThrow()
                .issuer()
                .enabled();
    }

    @Test
    void anIssuerIsDisabledWhilePlansRun() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var plans = new ArrayList<CompletableFuture<Outcome<TrustPlan>>>();
            for (int i = 0; i < 6; i++) {
                plans.add(CompletableFuture.supplyAsync(() -> slow.applyTrust().plan(READER, slowIssuer()), threads));
            }
            await(planning);

            assertThat(disable(issuer)).isInstanceOf(Outcome.Done.class);

            assertThat(isEnabled(issuer)).isFalse();
            assertThat(plans).noneMatch(CompletableFuture::isDone);
            mayEnd.countDown();
            assertThat(plans).extracting(CompletableFuture::join).allMatch(Outcome.Done.class::isInstance);
        }
    }

    @Test
    void anIssuerIsDisabledWhileFilesAreAppliedAndThoseArePlannedAgain() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        var input = TestJson.with(slowIssuer(), "version", management.configuration.trustVersion());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var applied = CompletableFuture.supplyAsync(() -> slow.applyTrust().apply(administrator(), input), threads);
            await(planning);

            assertThat(disable(issuer)).isInstanceOf(Outcome.Done.class);

            assertThat(isEnabled(issuer)).isFalse();
            mayEnd.countDown();
            assertThat(applied.join())
                    .isInstanceOfSatisfying(
                            Outcome.Conflict.class,
                            conflict -> assertThat(conflict.code()).isEqualTo("plan_outdated"));
        }
        assertThat(management.configuration.issuerNamed("slow")).isEmpty();
    }

    @Test
    void onlySoManyConditionsAreCompiledForOneDocument() {
        assertThat(management.useCases.applyTrust().plan(READER, conditions(40, 50, "true")))
                .isInstanceOf(Outcome.Done.class);
        for (var tooMuch : List.of(conditions(41, 49, "true"), conditions(60, 1, "true || ".repeat(500) + "true"))) {
            assertThat(problems(management.useCases.applyTrust().plan(READER, tooMuch)))
                    .containsExactly("/trusted_token_issuers out_of_range");
            assertThat(problems(management
                            .useCases
                            .applyTrust()
                            .apply(administrator(), TestJson.with(tooMuch, "version", "any"))))
                    .containsExactly("/trusted_token_issuers out_of_range");
        }
    }

    private static Map<String, Object> conditions(int issuers, int each, String condition) {
        var items = new ArrayList<Object>();
        for (int i = 0; i < issuers; i++) {
            items.add(TestJson.with(
                    ManagementFixture.issuer("i" + i), "conditions", Collections.nCopies(each, condition)));
        }
        return Map.of("trusted_token_issuers", items);
    }

    @Test
    void aPlanDoesNotTellAReaderWhetherASecretIsRight() {
        String right = "s".repeat(40);
        management.registeredApplication(TestJson.object("{'name':'a','client_secret':'%s'}".formatted(right)));

        var plans = List.of(right, "t".repeat(40)).stream()
                .map(secret -> done(management.useCases.applyTrust().plan(READER, withSecret(secret))))
                .toList();

        assertThat(plans.getFirst()).isEqualTo(plans.getLast());
        assertThat(plans.getFirst().steps())
                .filteredOn(step -> step.action() == TrustPlan.Action.CHANGE)
                .singleElement()
                .satisfies(step -> assertThat(step.fields().toString()).contains("(would be set)"));
    }

    @Test
    void applyingTellsNobodyWhoMayNotSetTheSecretWhetherItIsRight() {
        String right = "s".repeat(40);
        var admin = TestJson.object("{'name':'a','grant_types':['client_credentials'],'scopes':['admin:read']}");
        management.registeredApplication(TestJson.with(admin, "client_secret", right));
        var writer = new Administrator(
                "writer", new CorrelationId("c"), new Authority.Held(ScopeSet.of(List.of("admin:write"))));

        var outcomes = List.of(right, "t".repeat(40)).stream()
                .map(secret -> management
                        .useCases
                        .applyTrust()
                        .apply(
                                writer,
                                Map.of(
                                        "applications",
                                        List.of(TestJson.with(admin, "client_secret", secret)),
                                        "version",
                                        management.configuration.trustVersion())))
                .toList();

        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Forbidden.class).isEqualTo(outcomes.getLast());
    }

    private static Map<String, Object> withSecret(String secret) {
        return TestJson.object("{'applications':[{'name':'a','client_secret':'%s'}]}".formatted(secret));
    }

    @Test
    void filesEndTheSecretsOfAnApplicationThatSignsFromNowOn() {
        management.registeredApplication("a");
        var signing = TestJson.object("{'applications':[{'name':'a','token_endpoint_auth_method':'private_key_jwt',"
                + "'jwks_url':'https://a.example/jwks'}]}");

        apply(signing);
        assertThat(management
                        .configuration
                        .applicationNamed("a")
                        .orElseThrow()
                        .credentials()
                        .secrets())
                .isEmpty();

        apply(TestJson.object("{'applications':[{'name':'a'}]}"));
        assertThat(management
                        .configuration
                        .applicationNamed("a")
                        .orElseThrow()
                        .credentials()
                        .secrets())
                .isEmpty();
        apply(withSecret("s".repeat(40)));
        assertThat(management
                        .configuration
                        .applicationNamed("a")
                        .orElseThrow()
                        .credentials()
                        .secrets())
                .hasSize(1);
    }

    private void apply(Map<String, Object> input) {
        String version = done(management.useCases.applyTrust().plan(administrator(), input))
                .version();
        done(management.useCases.applyTrust().apply(administrator(), TestJson.with(input, "version", version)));
    }
}
