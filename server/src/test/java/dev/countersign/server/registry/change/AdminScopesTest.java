package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.application;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.plan.TrustPlan;
import dev.countersign.server.registry.trust.ChangeEvents;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.RegisteredKind;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the authority needed to register and change applications with administration scopes of this server. */
class AdminScopesTest {
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();
    private static final Administrator FULL = ManagementFixture.administrator();
    /** A person who is an editor: they hold none of these scopes. */
    private static final Administrator EDITOR = new Administrator("ed", new CorrelationId("c-2"));
    /** A program whose access token holds one of them. */
    private static final Administrator WRITER = new Administrator(
            "writer", new CorrelationId("c-3"), new Authority.Held(ScopeSet.of(List.of("admin:write", "orders:read"))));

    private static final String ADMIN = "{'name':'%s','grant_types':['client_credentials'],'scopes':[%s]}";

    private final ManagementFixture management = new ManagementFixture();

    private static Map<String, Object> admin(String name, String scopes) {
        return TestJson.object(ADMIN.formatted(name, scopes));
    }

    private RegisteredClient registered() {
        return management
                .registeredApplication(admin("admin", "'orders:read','admin:read','admin:write'"))
                .application()
                .value();
    }

    private Outcome<?> change(Administrator administrator, RegisteredClient application, String patch) {
        return management
                .useCases
                .applications()
                .change(administrator, application.id(), ANY, new Edit.Merge(TestJson.object(patch)));
    }

    private static List<String> notHeld(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Forbidden<?>(var problems)) {
            return problems.stream()
                    .map(problem -> problem.pointer() + " " + problem.code())
                    .toList();
        }
        throw new AssertionError("not forbidden: " + outcome);
    }

    @Test
    void nobodyGivesAScopeAwayThatTheyDoNotHold() {
        var input = admin("new", "'orders:read','admin:read','admin:write'");

        assertThat(notHeld(management.useCases.applications().register(EDITOR, input)))
                .containsExactly("/scopes/1 scope_not_held", "/scopes/2 scope_not_held");
        assertThat(notHeld(management.useCases.applications().register(WRITER, input)))
                .containsExactly("/scopes/1 scope_not_held");
        assertThat(management.store.load().applications()).isEmpty();

        done(management.useCases.applications().register(WRITER, admin("w", "'admin:write'")));
        done(management.useCases.applications().register(EDITOR, admin("e", "'orders:admin','administer'")));
    }

    @Test
    void nobodyAddsAScopeToAnApplicationThatTheyDoNotHold() {
        RegisteredClient application = management
                .registeredApplication(admin("app", "'orders:read'"))
                .application()
                .value();

        assertThat(notHeld(change(EDITOR, application, "{'scopes':['orders:read','admin:write']}")))
                .containsExactly("/scopes/1 scope_not_held");
        assertThat(change(WRITER, application, "{'scopes':['orders:read','admin:write']}"))
                .isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'other'}",
                "{'enabled':false}",
                "{'scopes':['orders:read']}",
                "{'grant_types':['client_credentials'],'default_scopes':['admin:read']}",
                "{'token_endpoint_auth_method':'client_secret_post'}",
                "{'token_endpoint_auth_method':'private_key_jwt','jwks_url':'https://evil.example/jwks'}",
                "{'audiences':['https://self.example','https://other.example']}"
            })
    void anApplicationThatHasThemIsChangedByThoseAloneWhoHoldThemAll(String patch) {
        RegisteredClient application = registered();

        assertThat(notHeld(change(EDITOR, application, patch))).containsExactly(" scope_not_held");
        assertThat(notHeld(change(WRITER, application, patch))).containsExactly(" scope_not_held");
        assertThat(management.configuration.application(application.id())).contains(application);

        assertThat(change(FULL, application, patch)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void itsSecretsAndItsEndAreTheirsToo() {
        RegisteredClient application = registered();
        String secret = application.credentials().secrets().getFirst().id();
        for (Administrator administrator : List.of(EDITOR, WRITER)) {
            assertThat(notHeld(management.useCases.secrets().add(administrator, application.id(), ANY, Map.of())))
                    .containsExactly(" scope_not_held");
            assertThat(notHeld(management.useCases.secrets().remove(administrator, application.id(), ANY, secret)))
                    .containsExactly(" scope_not_held");
            assertThat(notHeld(management.useCases.applications().remove(administrator, application.id(), ANY)))
                    .containsExactly(" scope_not_held");
        }
        assertThat(management.configuration.application(application.id())).contains(application);

        done(management.useCases.secrets().add(FULL, application.id(), ANY, Map.of()));
        done(management.useCases.secrets().remove(FULL, application.id(), ANY, secret));
        done(management.useCases.applications().remove(FULL, application.id(), ANY));
    }

    @Test
    void noChangeOfSomethingElseReachesIntoIt() {
        var resource = done(management
                        .useCases
                        .apiResources()
                        .register(
                                FULL,
                                TestJson.object("{'name':'self','audience':'%s'}".formatted(ManagementFixture.SELF))))
                .value();
        management.registeredApplication(
                TestJson.with(admin("admin", "'admin:read'"), "audiences", List.of(ManagementFixture.SELF)));

        assertThat(notHeld(management.useCases.apiResources().remove(EDITOR, resource.id(), ANY, Force.REMOVE)))
                .containsExactly(" scope_not_held");
        assertThat(notHeld(management
                        .useCases
                        .apiResources()
                        .change(
                                EDITOR,
                                resource.id(),
                                ANY,
                                new Edit.Merge(TestJson.object("{'audience':'https://elsewhere.example'}")))))
                .containsExactly(" scope_not_held");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'a','scopes':['admin:read']}",
                "{'name':'a','scopes':['admin:read'],'grant_types':['client_credentials','%s']}",
                "{'name':'a','scopes':['admin:read'],'grant_types':[]}"
            })
    void theyGoWithClientCredentialsAlone(String input) {
        String jwtBearer = GrantType.JWT_BEARER.value();

        assertThat(problems(
                        management.useCases.applications().register(FULL, TestJson.object(input.formatted(jwtBearer)))))
                .singleElement()
                .asString()
                .matches("/grant_types(/1)? not_allowed");
    }

    @Test
    void theyGoWithOurOwnAudienceAlone() {
        var input = admin("a", "'admin:read'");

        assertThat(problems(management
                        .useCases
                        .applications()
                        .register(FULL, TestJson.with(input, "audiences", List.of("https://orders.example")))))
                .containsExactly("/audiences not_allowed");
        done(management
                .useCases
                .applications()
                .register(
                        FULL,
                        TestJson.with(input, "audiences", List.of("https://orders.example", ManagementFixture.SELF))));
    }

    @Test
    void whatAnEarlierVersionStoredIsStillChangedInOtherWays() {
        RegisteredClient stored = stored();

        var saved = done(management
                .useCases
                .applications()
                .change(FULL, stored.id(), ANY, new Edit.Merge(TestJson.object("{'name':'renamed'}"))));

        assertThat(saved.warnings()).extracting(Problem::pointer).contains("/grant_types/0");
        assertThat(saved.value().access().grantTypes()).hasSize(2);
    }

    /** With both grants and a scope of ours, as could be registered before. */
    private RegisteredClient stored() {
        RegisteredClient good = management
                .registeredApplication(admin("old", "'admin:read'"))
                .application()
                .value();
        var old = ApplicationFields.TABLE.with(
                good,
                values -> values.put(
                        ApplicationFields.GRANT_TYPES, Set.of(GrantType.JWT_BEARER, GrantType.CLIENT_CREDENTIALS)));
        done(management.configuration.inTurn(
                FULL,
                _ -> new TrustConfiguration.Decision.Change<>(
                        List.of(new ChangeEvents(FULL, management.clock.instant())
                                .changed(RegisteredKind.APPLICATIONS, good, old)),
                        old)));
        return old;
    }

    @Test
    void filesGiveNoneAwayEitherAndSayWhere() {
        Map<String, Object> input = TestJson.object(
                "{'applications':[{'name':'x'},%s]}".formatted(ADMIN.formatted("new", "'orders:read','admin:write'")));

        var plan = done(management.useCases.applyTrust().plan(EDITOR, input));
        assertThat(plan.warnings()).extracting(Problem::pointer).containsExactly("/applications/1/scopes/1");

        assertThat(notHeld(apply(EDITOR, plan, input))).containsExactly("/applications/1/scopes/1 scope_not_held");
        assertThat(management.store.load().applications()).isEmpty();
        assertThat(apply(WRITER, plan, input)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void filesNeitherChangeNorSetASecretOfNorPruneOneThatHasThem() {
        Map<String, Object> input = TestJson.object(
                "{'prune':true,'applications':[%s]}".formatted(ADMIN.formatted("admin", "'admin:read'")));
        apply(FULL, input);
        var secret = TestJson.with(
                TestJson.object(ADMIN.formatted("admin", "'admin:read'")), "client_secret", "s".repeat(40));

        assertThat(notHeld(apply(WRITER, TestJson.with(input, "applications", List.of(secret)))))
                .containsExactly("/applications/0 scope_not_held");
        assertThat(notHeld(apply(WRITER, TestJson.object("{'prune':true,'applications':[]}"))))
                .containsExactly(" scope_not_held");
        assertThat(apply(WRITER, input))
                .as("what is there already needs nothing")
                .isInstanceOf(Outcome.Done.class);
    }

    private Outcome<TrustPlan> apply(Administrator administrator, Map<String, Object> input) {
        return apply(administrator, done(management.useCases.applyTrust().plan(FULL, input)), input);
    }

    private Outcome<TrustPlan> apply(Administrator administrator, TrustPlan plan, Map<String, Object> input) {
        return management.useCases.applyTrust().apply(administrator, TestJson.with(input, "version", plan.version()));
    }

    @Test
    void noApiResourceTakesSuchAName() {
        assertThat(problems(management
                        .useCases
                        .apiResources()
                        .register(FULL, TestJson.object("{'name':'a','audience':'urn:a','scopes':['a','admin:a']}"))))
                .containsExactly("/scopes not_allowed");
        assertThat(management
                        .useCases
                        .apiResources()
                        .register(FULL, TestJson.object("{'name':'a','audience':'urn:a','scopes':['a:admin:x']}")))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anOrdinaryApplicationStaysTheEditors() {
        RegisteredClient application = done(management.useCases.applications().register(EDITOR, application("orders")))
                .application()
                .value();

        assertThat(change(EDITOR, application, "{'scopes':['orders:read']}")).isInstanceOf(Outcome.Done.class);
        done(management.useCases.secrets().add(EDITOR, application.id(), ANY, Map.of()));
        assertThat(management.useCases.applications().remove(EDITOR, application.id(), ANY))
                .isInstanceOf(Outcome.Done.class);
    }
}
