package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ClientRule;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.plan.TrustPlan;
import dev.countersign.server.registry.trust.Edit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the references from issuers to their default applications, by name. */
class DefaultApplicationTest {
    private static final String UNUSABLE = "default_application_unusable";
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();

    private final ManagementFixture management = new ManagementFixture();
    private RegisteredClient worker;

    @BeforeEach
    void registerTheApplication() {
        worker = management.registeredApplication("worker");
    }

    private Saved<TrustedIssuer> optional(String name) {
        return done(management.useCases.issuers().register(administrator(), input(name)));
    }

    private static Map<String, Object> input(String name) {
        return TestJson.with(
                TestJson.with(ManagementFixture.issuer(name), "client_authentication", "optional"),
                "default_application",
                "worker");
    }

    private TrustedIssuer issuer(TrustedIssuer before) {
        return management.configuration.issuer(before.id()).orElseThrow();
    }

    private Outcome<Saved<RegisteredClient>> change(RegisteredClient application, String patch) {
        return management
                .useCases
                .applications()
                .change(administrator(), application.id(), ANY, new Edit.Merge(TestJson.object(patch)));
    }

    private Outcome<RegisteredClient> remove() {
        return management.useCases.applications().remove(administrator(), worker.id(), ANY);
    }

    @Test
    void renamingTheApplicationIsFollowed() {
        TrustedIssuer one = optional("one").value();
        TrustedIssuer other = management.registeredIssuer("other");

        done(change(worker, "{'name':'renamed'}"));

        assertThat(issuer(one).clients()).isEqualTo(new ClientRule(true, Optional.of("renamed")));
        assertThat(issuer(one).updatedAt()).isAfter(one.updatedAt());
        assertThat(issuer(other)).isEqualTo(other);
        assertThat(management.configuration.current().clientNamed("renamed")).isPresent();
        assertThat(management.configuration.current().clientNamed("worker")).isEmpty();
    }

    @Test
    void theApplicationIsNotDeletedWhileAnIssuerNamesIt() {
        TrustedIssuer issuer = optional("partner").value();

        assertThat(remove()).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> {
            assertThat(conflict.code()).isEqualTo("default_application");
            assertThat(conflict.detail()).contains("partner");
        });
        assertThat(management.configuration.application(worker.id())).isPresent();

        done(management
                .useCases
                .issuers()
                .change(
                        administrator(),
                        issuer.id(),
                        ANY,
                        new Edit.Merge(
                                TestJson.object("{'client_authentication':'required','default_application':null}"))));
        done(remove());
        assertThat(management.configuration.application(worker.id())).isEmpty();
    }

    @Test
    void anApplicationThatCannotBeUsedIsAWarning() {
        assertThat(optional("good").warnings()).extracting(Problem::code).doesNotContain(UNUSABLE);
        done(change(worker, "{'trusted_token_issuers':[]}"));
        assertThat(optional("not-allowed").warnings()).extracting(Problem::code).contains(UNUSABLE);
        done(change(worker, "{'trusted_token_issuers':null,'enabled':false}"));
        assertThat(optional("disabled").warnings()).extracting(Problem::code).contains(UNUSABLE);
    }

    @Test
    void removingTheRuleNeedsBothMembers() {
        TrustedIssuer issuer = optional("partner").value();
        var patch = new Edit.Merge(TestJson.object("{'default_application':null}"));

        assertThat(ManagementFixture.problems(
                        management.useCases.issuers().change(administrator(), issuer.id(), ANY, patch)))
                .containsExactly("/default_application required");
    }

    private static Map<String, Object> files(String more) {
        return TestJson.object("""
                {'trusted_token_issuers':[{'name':'partner','issuer':'https://partner.example',\
                'keys':{'jwks_url':'https://partner.example/jwks'},'client_authentication':'optional',\
                'default_application':'new'}],'applications':[%s]}""".formatted(more));
    }

    private TrustPlan apply(Map<String, Object> files) {
        TrustPlan plan = done(management.useCases.applyTrust().plan(administrator(), files));
        return done(management
                .useCases
                .applyTrust()
                .apply(administrator(), TestJson.with(files, "version", plan.version())));
    }

    @Test
    void filesMayDefineAnIssuerAndItsDefaultApplicationThatNameEachOther() {
        apply(files("{'name':'new','trusted_token_issuers':['partner']}"));

        assertThat(management.configuration.issuerNamed("partner").orElseThrow().clients())
                .isEqualTo(new ClientRule(true, Optional.of("new")));
        assertThat(ManagementFixture.problems(
                        management.useCases.applyTrust().plan(administrator(), TestJson.with(files(""), "owner", "b"))))
                .contains("/trusted_token_issuers/0/name owned_by_another");
    }

    @Test
    void filesMayNotNameAnApplicationThatIsNotThere() {
        assertThat(ManagementFixture.problems(management.useCases.applyTrust().plan(administrator(), files(""))))
                .containsExactly("/trusted_token_issuers/0/default_application unknown_reference");
    }

    @Test
    void filesDoNotRemoveADefaultApplication() {
        apply(TestJson.object("{'applications':[{'name':'new'}]}"));
        done(management
                .useCases
                .issuers()
                .register(administrator(), TestJson.with(input("partner"), "default_application", "new")));

        assertThat(ManagementFixture.problems(management
                        .useCases
                        .applyTrust()
                        .plan(administrator(), TestJson.object("{'applications':[],'prune':true}"))))
                .containsExactly(" in_use");
    }

    @Test
    void anExportContainsTheRule() {
        optional("partner");
        var issuers = (List<?>) management.useCases.exportTrust().export().get("trusted_token_issuers");

        assertThat(issuers).first().asString().contains("client_authentication=optional", "default_application=worker");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'client_authentication':'optional' | /default_application required",
                "'client_authentication':'none' | /client_authentication not_allowed",
                "'client_authentication':true | /client_authentication wrong_type",
                "'default_application':'nobody' | /default_application unknown_reference",
                "'default_application':'' | /default_application malformed",
                "'default_application':['a'] | /default_application wrong_type",
            },
            quoteCharacter = '"')
    void refuses(String members, String problem) {
        var input = ManagementFixture.issuer("partner");
        input.putAll(TestJson.object("{" + members + "}"));

        assertThat(ManagementFixture.problems(management.useCases.issuers().register(administrator(), input)))
                .containsExactly(problem);
    }
}
