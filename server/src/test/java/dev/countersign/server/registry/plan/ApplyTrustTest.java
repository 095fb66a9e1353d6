package dev.countersign.server.registry.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyTrustTest {
    private static final Administrator ADMINISTRATOR = ManagementFixture.administrator();
    private static final String FILES = """
            {'trusted_token_issuers':[
               {'name':'partner','issuer':'https://partner.example','keys':{'jwks_url':'https://partner.example/jwks'}},
               {'name':'ci','preset':'github-actions','conditions':['claims.repository_owner_id == `5`']}],
             'api_resources':[{'name':'orders','audience':'https://orders.example','scopes':['orders:read']}],
             'applications':[{'name':'app','client_id':'app','trusted_token_issuers':['partner','ci'],
               'scopes':['orders:read'],'audiences':['https://orders.example']}]}""";

    private final ManagementFixture management = new ManagementFixture();

    private static Map<String, Object> files(String... replacements) {
        String text = FILES.replace('\'', '"').replace('`', '\'');
        for (int i = 0; i < replacements.length; i += 2) {
            text = text.replace(replacements[i].replace('\'', '"'), replacements[i + 1].replace('\'', '"'));
        }
        return TestJson.exact(text);
    }

    private Outcome<TrustPlan> planned(Map<String, Object> input) {
        return management.useCases.applyTrust().plan(ADMINISTRATOR, input);
    }

    private TrustPlan plan(Map<String, Object> input) {
        return ManagementFixture.done(planned(input));
    }

    private Outcome<TrustPlan> applyPlanned(Map<String, Object> input, String version) {
        return management.useCases.applyTrust().apply(ADMINISTRATOR, TestJson.with(input, "version", version));
    }

    private TrustPlan apply(Map<String, Object> input) {
        return ManagementFixture.done(applyPlanned(input, plan(input).version()));
    }

    private List<String> steps(TrustPlan plan) {
        return plan.steps().stream()
                .map(step -> step.action() + " " + step.kind() + " " + step.name()
                        + (step.action() == TrustPlan.Action.CHANGE
                                ? " "
                                        + step.fields().stream()
                                                .map(FieldChange::pointer)
                                                .toList()
                                : ""))
                .toList();
    }

    private RegisteredClient application() {
        return management.configuration.applications().getFirst();
    }

    @Test
    void createsWhatIsNotThere() {
        TrustPlan plan = plan(files());

        assertThat(steps(plan))
                .containsExactly(
                        "CREATE trusted_token_issuer partner",
                        "CREATE trusted_token_issuer ci",
                        "CREATE api_resource orders",
                        "CREATE application app");
        assertThat(plan.isDifferent()).isTrue();
        assertThat(management.store.load().issuers()).isEmpty();

        TrustPlan applied = apply(files());

        assertThat(management.store.load().issuers()).hasSize(2);
        assertThat(management.store.load().owners()).hasSize(4).containsValue("default");
        assertThat(applied.secrets()).hasSize(1);
        assertThat(applied.toString())
                .doesNotContain(applied.secrets().getFirst().secret());
        assertThat(management.store.events()).extracting(AdminEvent::action).contains("application.created");
    }

    @Test
    void findsNoDifferenceAfterwards() {
        TrustPlan applied = apply(files());

        assertThat(plan(files()).steps()).isEmpty();
        assertThat(plan(files()).version()).isEqualTo(applied.version());
        assertThat(apply(files()).secrets()).isEmpty();
    }

    @Test
    void changesOnlyWhatIsDifferent() {
        apply(files());

        Map<String, Object> changed = files(
                "'scopes':['orders:read'],'audiences'",
                "'scopes':['orders:read','orders:write'],'access_token':{'lifetime_seconds':60},'audiences'");
        TrustPlan plan = plan(changed);
        apply(changed);

        assertThat(steps(plan)).containsExactly("CHANGE application app [/scopes, /access_token/lifetime_seconds]");
        assertThat(application().access().scopes().contains("orders:write")).isTrue();
        assertThat(application().credentials().secrets()).hasSize(1);
    }

    @Test
    void refusesAPlanThatSomebodyOvertook() {
        String version = plan(files()).version();
        management.registeredIssuer("other");

        Outcome<TrustPlan> outcome = applyPlanned(files(), version);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("plan_outdated"));
        assertThat(management.store.load().applications()).isEmpty();
    }

    @Test
    void oneOfTwoWhoApplyTheSamePlanIsTold() {
        String version = plan(files()).version();

        ManagementFixture.done(applyPlanned(files(), version));

        assertThat(applyPlanned(files(), version)).isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void deletesWhatTheFilesOwnAndNameNoMoreIfAsked() {
        apply(files());
        management.registeredIssuer("by-hand");
        Map<String, Object> empty = TestJson.object("{'trusted_token_issuers':[]}");

        assertThat(plan(empty).steps()).isEmpty();
        assertThat(steps(plan(TestJson.with(empty, "prune", true))))
                .containsExactly(
                        "DELETE trusted_token_issuer ci",
                        "DELETE trusted_token_issuer partner",
                        "DELETE api_resource orders",
                        "DELETE application app");

        apply(TestJson.with(empty, "prune", true));

        assertThat(management.configuration.issuers())
                .extracting(issuer -> issuer.name())
                .containsExactly("by-hand");
        assertThat(management.store.load().owners()).isEmpty();
    }

    @Test
    void neverDeletesWhatAnotherOwns() {
        apply(TestJson.with(files(), "owner", "team-a"));

        assertThat(plan(TestJson.object("{'owner':'team-b','prune':true}")).steps())
                .isEmpty();
        assertThat(ManagementFixture.problems(planned(TestJson.with(files(), "owner", "team-b"))))
                .contains("/trusted_token_issuers/0/name owned_by_another", "/applications/0/name owned_by_another");
    }

    @Test
    void adoptsWhatWasMadeByHand() {
        management.registeredIssuer("partner");
        Map<String, Object> input =
                new LinkedHashMap<>(Map.of("trusted_token_issuers", List.of(ManagementFixture.issuer("partner"))));

        TrustPlan plan = plan(input);
        apply(input);

        assertThat(steps(plan)).containsExactly("ADOPT trusted_token_issuer partner");
        assertThat(plan.isDifferent()).isFalse();
        assertThat(plan(input).steps()).isEmpty();
        assertThat(steps(plan(TestJson.object("{'prune':true}"))))
                .containsExactly("DELETE trusted_token_issuer partner");
    }

    @Test
    void refusesToDeleteWhatAnApplicationMadeByHandNames() {
        apply(files());
        management.registeredApplication(TestJson.object("{'name':'by-hand','trusted_token_issuers':['partner']}"));

        assertThat(ManagementFixture.problems(planned(TestJson.object("{'prune':true}"))))
                .containsExactly(" in_use");
    }

    @Test
    void whatIsNewMayTakeTheIssuerOfWhatGoes() {
        apply(files());

        Map<String, Object> renamed = TestJson.with(files("'partner'", "'buddy'"), "prune", true);
        apply(renamed);

        assertThat(management.configuration.issuers())
                .extracting(issuer -> issuer.name())
                .containsExactlyInAnyOrder("buddy", "ci");
        assertThat(plan(renamed).steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'trusted_token_issuers':5}|/trusted_token_issuers wrong_type",
                "{'trusted_token_issuers':[5]}|/trusted_token_issuers/0 wrong_type",
                "{'trusted_token_issuers':[{}]}|/trusted_token_issuers/0/name required",
                "{'applications':[{'name':'a'},{'name':'a'}]}|/applications/1/name duplicate",
                "{'applications':[{'name':'a','nam':'a'}]}|/applications/0/nam unknown_member",
                "{'applications':[{'name':'a','trusted_token_issuers':['b']}]}|/applications/0/trusted_token_issuers/0 unknown_reference",
                "{'applications':[{'name':'a','secret':{'env':'X'}}]}|/applications/0/secret/env not_allowed",
                "{'applications':[{'name':'a','client_secret':'short'}]}|/applications/0/client_secret malformed",
                "{'applications':[{'name':'a','client_id':'x'},{'name':'b','client_id':'x'}]}|/applications/0/client_id duplicate",
                "{'trusted_token_issuers':[{'name':'a','preset':'google'}]}|/trusted_token_issuers/0/conditions claim_not_pinned",
                "{'issuers':[]}|/issuers unknown_member",
            })
    void saysWhereTheInputIsWrong(String input, String problem) {
        assertThat(ManagementFixture.problems(planned(TestJson.object(input)))).contains(problem);
    }

    @Test
    void aSecretThatWasSentIsComparedByItsHash() {
        String secret = "s".repeat(40);
        Map<String, Object> input =
                TestJson.object("{'applications':[{'name':'a','client_secret':'%s'}]}".formatted(secret));
        TrustPlan applied = apply(input);

        assertThat(applied.secrets()).isEmpty();
        assertThat(plan(input).steps()).isEmpty();

        Map<String, Object> other =
                TestJson.object("{'applications':[{'name':'a','client_secret':'%s'}]}".formatted("t".repeat(40)));
        TrustPlan plan = plan(other);
        apply(other);

        assertThat(steps(plan)).containsExactly("CHANGE application a [/client_secret]");
        assertThat(plan.steps().toString()).doesNotContain("ttt");
        assertThat(application().credentials().secrets()).hasSize(2);
        assertThat(plan(other).steps()).isEmpty();
        assertThat(plan(input).steps()).isEmpty();
    }

    @Test
    void generatesASecretOnceOrNotAtAll() {
        apply(TestJson.object("{'applications':[{'name':'a','secret':{'generate':false}}]}"));
        assertThat(application().credentials().secrets()).isEmpty();

        Map<String, Object> generate = TestJson.object("{'applications':[{'name':'a','secret':{'generate':true}}]}");
        assertThat(apply(generate).secrets()).hasSize(1);
        assertThat(apply(generate).secrets()).isEmpty();
    }

    @Test
    void anExportIsWhatIsThere() {
        apply(files());
        management.registeredApplication(TestJson.object("{'name':'odd','enabled':false,'trusted_token_issuers':[]}"));
        management.registered(TestJson.object("{'name':'v1','preset':'entra-id','preset_parameters':"
                + "{'tenant':'11111111-2222-3333-4444-555555555555'},'issuer':"
                + "'https://sts.windows.net/11111111-2222-3333-4444-555555555555/','iat':{'validate':false}}"));
        management.registered(TestJson.object("{'name':'k','preset':'kubernetes','issuer':'https://c.example',"
                + "'replay':{'allow_reuse':false},'scopes':[]}"));

        Map<String, Object> exported = management.useCases.exportTrust().export();

        assertThat(plan(exported).isDifferent()).isFalse();
        assertThat(((List<?>) exported.get("trusted_token_issuers")).getFirst())
                .isEqualTo(TestJson.exact("{\"name\":\"ci\",\"conditions\":[\"claims.repository_owner_id == '5'\"],"
                        + "\"preset\":\"github-actions\"}"));
        assertThat(TestJson.text(exported)).doesNotContain("secret");
    }
}
