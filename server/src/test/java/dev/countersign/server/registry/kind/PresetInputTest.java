package dev.countersign.server.registry.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ClientRule;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetInputTest {
    private static final String ACTIONS = "https://token.actions.githubusercontent.com";
    private static final String OWNER = "claims.repository_owner_id == '5'";
    private static final Administrator ADMINISTRATOR = ManagementFixture.administrator();

    private final ManagementFixture management = new ManagementFixture();

    private static Map<String, Object> actions(String... conditions) {
        return TestJson.with(
                TestJson.object("{'name':'ci','preset':'github-actions'}"), "conditions", List.of(conditions));
    }

    private static Map<String, Object> shared(String issuer, String... conditions) {
        return TestJson.with(
                TestJson.with(ManagementFixture.issuer("shared"), "issuer", issuer), "conditions", List.of(conditions));
    }

    private List<String> refused(Map<String, Object> input) {
        return ManagementFixture.problems(management.useCases.issuers().register(ADMINISTRATOR, input));
    }

    private List<String> warned(Map<String, Object> input) {
        return ManagementFixture.done(management.useCases.issuers().register(ADMINISTRATOR, input)).warnings().stream()
                .map(Problem::code)
                .toList();
    }

    private Outcome<Saved<TrustedIssuer>> change(TrustedIssuer issuer, Edit edit) {
        return management.useCases.issuers().change(ADMINISTRATOR, issuer.id(), new ExpectedVersion.Any(), edit);
    }

    @Test
    void fillsInWhatIsLeftOut() {
        assertThat(IssuerFields.document(management.registered(actions(OWNER))))
                .containsEntry("issuer", ACTIONS)
                .containsEntry("keys", Map.of("jwks_url", ACTIONS + "/.well-known/jwks"))
                .containsEntry("algorithms", List.of("RS256"))
                .containsEntry("replay", Map.of("require_jti", true, "allow_reuse", false))
                .containsEntry("preset", "github-actions")
                .containsEntry("preset_parameters", Map.of())
                .containsEntry("allow_any_tenant", false);
    }

    @Test
    void fillsInWhatParametersDecide() {
        assertThat(
                        IssuerFields.document(
                                management.registered(
                                        TestJson.object(
                                                "{'name':'k','preset':'keycloak','preset_parameters':{'url':'https://k.example/','realm':'r'}}"))))
                .containsEntry("issuer", "https://k.example/realms/r")
                .containsEntry("keys", Map.of("jwks_url", "https://k.example/realms/r/protocol/openid-connect/certs"))
                .containsEntry("preset_parameters", Map.of("url", "https://k.example/", "realm", "r"));
    }

    @Test
    void findsTheKeysOfAnIssuerThatIsWritten() {
        assertThat(IssuerFields.document(management.registered(
                        TestJson.object("{'name':'k','preset':'kubernetes','issuer':'https://c.example'}"))))
                .containsEntry("keys", Map.of("jwks_url", "https://c.example/openid/v1/jwks"))
                .containsEntry("replay", Map.of("require_jti", false, "allow_reuse", true));
    }

    @Test
    void whatIsWrittenWins() {
        Map<String, Object> input = TestJson.with(
                TestJson.with(actions(OWNER), "replay", TestJson.value("{'require_jti':false}")),
                "keys",
                TestJson.value("{'jwks_url':'https://mirror.example/jwks'}"));

        assertThat(IssuerFields.document(management.registered(input)))
                .containsEntry("keys", Map.of("jwks_url", "https://mirror.example/jwks"))
                .containsEntry("replay", Map.of("require_jti", false, "allow_reuse", false));
    }

    @Test
    void takesItsOwnDocumentBack() {
        for (Map<String, Object> input : List.of(
                actions(OWNER),
                TestJson.object("{'name':'g','preset':'gitlab','preset_parameters':{'url':'https://g.example'},"
                        + "'iat':{'validate':true,'validity_minutes':null}}"),
                TestJson.object("{'name':'e','preset':'entra-id','issuer':"
                        + "'https://sts.windows.net/11111111-2222-3333-4444-555555555555/'}"))) {
            TrustedIssuer issuer = management.registered(input);

            assertThat(ManagementFixture.done(change(issuer, new Edit.Replace(IssuerFields.document(issuer))))
                            .value())
                    .isEqualTo(issuer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'preset':'github-action'|/preset unknown_reference",
                "'preset_parameters':{}|/preset_parameters not_allowed",
                "'preset':'keycloak'|/preset_parameters required",
                "'preset':'keycloak','preset_parameters':{'realm':'r'}|/preset_parameters required",
                "'preset':'keycloak','preset_parameters':{'realms':'r'}|/preset_parameters/realms unknown_member",
                "'preset':'auth0','preset_parameters':{'domain':'https://a.example'}|/preset_parameters/domain malformed",
                "'preset':'auth0','issuer':'https://a.example'|/issuer not_allowed",
                "'preset':'auth0','preset_parameters':{'domain':'a.example'},'issuer':'https://b.example/'|/issuer not_allowed",
                "'preset':'gitlab','preset_parameters':{'url':'https://g.example'},'algorithms':['ES256']|/algorithms not_allowed",
                "'preset':'gitlab','preset_parameters':{'url':'https://g.example'},'replay':{'allow_reuse':true}|/replay not_allowed",
            })
    void refusesWhatContradictsThePreset(String members, String problem) {
        assertThat(refused(TestJson.object("{'name':'x'," + members + "}"))).contains(problem);
    }

    @Test
    void warnsWhereReusedTokensArePresentedOnce() {
        assertThat(warned(TestJson.object("{'name':'k','preset':'kubernetes','issuer':'https://c.example',"
                        + "'replay':{'allow_reuse':false}}")))
                .contains("tokens_are_reused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://token.actions.githubusercontent.com|claims.repository_owner_id == \"5\"",
                "https://token.actions.githubusercontent.com|claims.repository == \"a/b\"",
                "https://token.actions.githubusercontent.com|claims.repository_id == \"5\"",
                "https://token.actions.githubusercontent.com|claims.repository.startsWith(\"a/\")",
                "https://gitlab.com|claims.namespace_id == \"5\"",
                "https://gitlab.com|claims.project_id in [\"5\", \"6\"]",
                "https://accounts.google.com|claims.hd == \"example.com\"",
                "https://accounts.google.com|claims.sub == \"5\"",
                "https://login.microsoftonline.com/common/v2.0|claims.tid == \"5\"",
            })
    void trustsASharedIssuerWhoseTenantIsNamed(String issuer, String condition) {
        management.registered(shared(issuer, "claims.other == true", condition));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://token.actions.githubusercontent.com|claims.ref == \"refs/heads/main\"",
                "https://token.actions.githubusercontent.com|claims.repository_owner == \"a\"",
                "https://token.actions.githubusercontent.com|claims.repository.startsWith(\"a\")",
                "https://token.actions.githubusercontent.com/|claims.repository != \"a/b\"",
                "https://gitlab.com|claims.project_path == \"a/b\"",
                "https://accounts.google.com|claims.email_verified == true",
                "https://login.microsoftonline.com/common/v2.0|claims.oid == \"5\"",
                "https://login.microsoftonline.com/common/v2.0|claims.tid == \"9188040d-6c67-4c5b-b112-36a304b66dad\"",
                "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0|claims.tid == \"5\"",
            })
    void refusesASharedIssuerWhoseTenantIsNotNamed(String issuer, String condition) {
        assertThat(refused(shared(issuer, condition))).containsExactly("/conditions claim_not_pinned");
        assertThat(refused(shared(issuer))).containsExactly("/conditions claim_not_pinned");
    }

    @Test
    void saysWhichClaimAConditionMustNameAndHow() {
        var outcome = management.useCases.issuers().register(ADMINISTRATOR, actions());

        assertThat(((Outcome.Invalid<?>) outcome).problems().getFirst().detail())
                .contains("repository_owner_id or repository")
                .contains("claims.repository_owner_id == \"1234567\"")
                .contains("allow_any_tenant");
    }

    @Test
    void trustsAnyTenantWhereThatIsSaid() {
        assertThat(warned(TestJson.with(actions(), "allow_any_tenant", true))).contains("any_tenant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'conditions':[]}",
                "{'conditions':null}",
                "{'conditions':['true']}",
                "{'preset':null,'preset_parameters':null,'conditions':[]}",
            })
    void refusesAChangeThatTakesThePinAway(String patch) {
        TrustedIssuer issuer = management.registered(actions(OWNER));

        assertThat(ManagementFixture.problems(change(issuer, new Edit.Merge(TestJson.object(patch)))))
                .containsExactly("/conditions claim_not_pinned");
        assertThat(ManagementFixture.problems(change(issuer, new Edit.Replace(actions()))))
                .containsExactly("/conditions claim_not_pinned");
    }

    @Test
    void refusesToTakeBackThatAnyTenantIsTrusted() {
        TrustedIssuer issuer = management.registered(TestJson.with(actions(), "allow_any_tenant", true));

        assertThat(ManagementFixture.problems(
                        change(issuer, new Edit.Merge(TestJson.object("{'allow_any_tenant':false}")))))
                .containsExactly("/conditions claim_not_pinned");
    }

    @Test
    void refusesToMoveAnotherTrustToASharedIssuer() {
        TrustedIssuer issuer = management.registeredIssuer("partner");

        assertThat(ManagementFixture.problems(
                        change(issuer, new Edit.Merge(TestJson.with(Map.of(), "issuer", ACTIONS)))))
                .containsExactly("/conditions claim_not_pinned");
    }

    @Test
    void whatAnEarlierVersionLetInCanBeDisabledButNotLoosened() {
        TrustedIssuer earlier = new dev.countersign.core.fixtures.SampleIssuer()
                .named("old", "old", ACTIONS)
                .build();
        management.store.commit(
                new ChangeEvents(ADMINISTRATOR, management.clock.instant()).added(RegisteredKind.ISSUERS, earlier));
        var restarted = UseCases.of(
                new TrustConfiguration(management.store, ManagementFixture.RULES),
                _ -> java.util.Optional.empty(),
                management.trials,
                management.clock);

        var disabled = ManagementFixture.done(restarted
                .issuers()
                .change(
                        ADMINISTRATOR,
                        earlier.id(),
                        new ExpectedVersion.Any(),
                        new Edit.Merge(TestJson.object("{'enabled':false}"))));
        var enabled = restarted
                .issuers()
                .change(
                        ADMINISTRATOR,
                        earlier.id(),
                        new ExpectedVersion.Any(),
                        new Edit.Merge(TestJson.object("{'enabled':true}")));

        assertThat(disabled.warnings()).extracting(Problem::code).contains("claim_not_pinned");
        assertThat(ManagementFixture.problems(enabled)).containsExactly("/conditions claim_not_pinned");
    }

    private Outcome<Saved<TrustedIssuer>> workload(String preset, String more) {
        return management
                .useCases
                .issuers()
                .register(
                        ADMINISTRATOR,
                        TestJson.object(
                                "{'name':'w','preset':'%s','issuer':'https://w.example'%s}".formatted(preset, more)));
    }

    @Test
    void aDefaultApplicationIsAProposalOfThePresetsForWorkloads() {
        management.registeredApplication("worker");
        TrustedIssuer issuer = ManagementFixture.done(workload(
                        "kubernetes", ",'default_application':'worker','preset_parameters':{'namespace':'orders'}"))
                .value();

        assertThat(issuer.clients()).isEqualTo(new ClientRule(true, Optional.of("worker")));
        assertThat(issuer.grants().conditions())
                .containsExactly("claims.sub.startsWith(\"system:serviceaccount:orders:\")");
    }

    @Test
    void whatIsWrittenTakesPrecedenceOverTheProposalAndAPinStaysBesideConditions() {
        management.registeredApplication("worker");
        TrustedIssuer issuer = ManagementFixture.done(workload(
                        "spiffe",
                        ",'default_application':'worker','client_authentication':'required','conditions':['claims.a == 1'],"
                                + "'preset_parameters':{'trust_domain':'example.org'}"))
                .value();

        assertThat(issuer.clients().optional()).isFalse();
        assertThat(issuer.grants().conditions())
                .containsExactly("claims.sub.startsWith(\"spiffe://example.org/\")", "claims.a == 1");
    }

    @Test
    @Spec("MCP Workload Identity Federation, Trust Configuration")
    void requestsWithoutCredentialsNeedAPinUnlessEveryTenantIsTrusted() {
        management.registeredApplication("worker");
        String optional = ",'client_authentication':'optional','default_application':'worker'";

        assertThat(ManagementFixture.problems(workload("kubernetes", optional)))
                .containsExactly("/conditions claim_not_pinned");
        assertThat(ManagementFixture.done(workload("kubernetes", optional + ",'allow_any_tenant':true"))
                        .value()
                        .clients()
                        .optional())
                .isTrue();
    }

    @Test
    void theKeysOfAPresetAreKeptBesideWhatTheirFetchNeeds() {
        TrustedIssuer issuer = ManagementFixture.done(
                        workload("kubernetes", ",'keys':{'bearer_token_file':'pod.token'}"))
                .value();

        assertThat(issuer.verification().keys())
                .isEqualTo(new KeySource.JwksUrl(
                        URI.create("https://w.example/openid/v1/jwks"),
                        new KeySource.Access(List.of(), Optional.of("pod.token"))));
    }
}
