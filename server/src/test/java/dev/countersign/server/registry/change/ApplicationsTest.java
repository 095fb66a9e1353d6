package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.change.ApplicationUseCases.Registration;
import dev.countersign.server.registry.change.SecretUseCases.AddedSecret;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApplicationsTest {
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();

    private final ManagementFixture management = new ManagementFixture();

    @Test
    void isInForceForTheVeryNextRequest() {
        RegisteredClient application = management.registeredApplication("app");

        assertThat(management.configuration.current().client(application.clientId()))
                .contains(application);

        done(management.useCases.applications().remove(administrator(), application.id(), ANY));

        assertThat(management.configuration.current().client(application.clientId()))
                .isEmpty();
    }

    @Test
    void refusesANameOrAClientIdThatIsThereAlready() {
        management.registeredApplication(TestJson.object("{'name':'app','client_id':'c1'}"));

        assertThat(conflicts("{'name':'app','client_id':'c1'}")).containsExactlyInAnyOrder("/name", "/client_id");
        assertThat(conflicts("{'name':'other','client_id':'c1'}")).containsExactly("/client_id");
        assertThat(conflicts("{'name':'app','client_id':'c2'}")).containsExactly("/name");
    }

    @Test
    void keepsClientIdAndSecretsThroughAPutOfItsOwnDocument() {
        RegisteredClient application = management.registeredApplication("app");
        Map<String, Object> document = TestJson.with(ApplicationFields.document(application), "client_id", "other");

        RegisteredClient after = done(replace(application.id(), ANY, TestJson.with(document, "enabled", false)))
                .value();

        assertThat(after.clientId()).isEqualTo(application.clientId());
        assertThat(after.credentials().secrets())
                .isEqualTo(application.credentials().secrets());
        assertThat(after.enabled()).isFalse();
    }

    @Test
    void takesItsOwnDocumentAndChangesNothing() {
        RegisteredClient application = management.registeredApplication("app");
        int events = management.store.events().size();

        Saved<RegisteredClient> saved = done(replace(application.id(), ANY, ApplicationFields.document(application)));

        assertThat(saved.value()).isEqualTo(application);
        assertThat(management.store.events()).hasSize(events);
    }

    @Test
    void doesNotTakeASecretWithAChange() {
        RegisteredClient application = management.registeredApplication("app");

        assertThat(problems(patch(application.id(), ANY, "{'client_secret':'%s'}".formatted("s".repeat(40)))))
                .containsExactly("/client_secret not_allowed");
    }

    @Test
    void theSecretsEndWhenItSignsFromNowOnAndDoNotComeBack() {
        RegisteredClient application = management.registeredApplication("app");
        done(addSecret(application.id(), "{}"));

        var signing = done(patch(
                application.id(),
                ANY,
                "{'token_endpoint_auth_method':'private_key_jwt','jwks_url':'https://a.example/jwks'}"));

        assertThat(signing.warnings()).extracting(Problem::code).contains("secrets_removed");
        assertThat(inForce(application).credentials().secrets()).isEmpty();
        assertThat(management
                        .store
                        .load()
                        .applications()
                        .getFirst()
                        .credentials()
                        .secrets())
                .isEmpty();
        assertThat(management.store.events())
                .extracting(AdminEvent::action)
                .endsWith("application.updated", "application.secret_removed", "application.secret_removed");
        assertThat(addSecret(application.id(), "{}"))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("no_secret_for_method"));

        var back = done(
                patch(application.id(), ANY, "{'token_endpoint_auth_method':'client_secret_basic','jwks_url':null}"));
        assertThat(back.warnings()).extracting(Problem::code).contains("secret_needed");
        assertThat(inForce(application).credentials().secrets()).isEmpty();
    }

    @Test
    void theSecretsStayWhenTheyAreOnlySentElsewhere() {
        RegisteredClient application = management.registeredApplication("app");

        done(patch(application.id(), ANY, "{'token_endpoint_auth_method':'client_secret_post'}"));

        assertThat(inForce(application).credentials().secrets())
                .isEqualTo(application.credentials().secrets());
    }

    @Test
    void warnsOfAnApplicationThatGetsNoToken() {
        assertThat(management
                        .registeredApplication(TestJson.object("{'name':'a','grant_types':[]}"))
                        .application()
                        .warnings())
                .extracting(Problem::pointer)
                .containsExactly("/grant_types");
        assertThat(management
                        .registeredApplication(
                                TestJson.object("{'name':'b','grant_types':[],'introspect_audiences':['urn:b']}"))
                        .application()
                        .warnings())
                .isEmpty();
    }

    @Test
    void namesAScopeThatIsWhatIsLeftOfAList() {
        assertThat(problems(management
                        .useCases
                        .applications()
                        .register(administrator(), TestJson.object("{'name':'a','scopes':['x','a,',';b','a,b']}"))))
                .containsExactly("/scopes/1 malformed", "/scopes/2 malformed");
    }

    @Test
    void refusesAChangeToAnotherVersionThanWasRead() {
        RegisteredClient application = management.registeredApplication("app");
        var seen = new ExpectedVersion.OneOf(List.of(ContentVersion.of(application)));

        assertThat(patch(application.id(), seen, "{'enabled':false}")).isInstanceOf(Outcome.Done.class);
        assertThat(patch(application.id(), seen, "{'enabled':true}")).isInstanceOf(Outcome.Stale.class);
        assertThat(management.useCases.applications().remove(administrator(), application.id(), seen))
                .isInstanceOf(Outcome.Stale.class);
    }

    @Test
    void hasAnotherVersionAfterASecretWasAdded() {
        RegisteredClient application = management.registeredApplication("app");
        String before = ContentVersion.of(application);

        done(addSecret(application.id(), "{}"));

        assertThat(ContentVersion.of(inForce(application))).isNotEqualTo(before);
    }

    @Test
    void hasAtMostTwoLiveSecrets() {
        RegisteredClient application = management.registeredApplication("app");

        AddedSecret second = done(addSecret(application.id(), "{}"));

        assertThat(inForce(application).credentials().secrets()).hasSize(2);
        assertThat(addSecret(application.id(), "{}")).isInstanceOf(Outcome.Conflict.class);

        done(removeSecret(
                application.id(), application.credentials().secrets().getFirst().id()));

        assertThat(inForce(application).credentials().secrets())
                .extracting(ClientSecret::id)
                .containsExactly(second.record().id());
        assertThat(addSecret(application.id(), "{}")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void letsAnExpiredSecretMakeRoom() {
        RegisteredClient application = management.registeredApplication("app");
        AddedSecret expiring = done(addSecret(application.id(), "{'expires_in_seconds':60}"));
        management.clock.advance(Duration.ofSeconds(60));

        done(addSecret(application.id(), "{}"));

        assertThat(inForce(application).credentials().secrets())
                .hasSize(2)
                .extracting(ClientSecret::id)
                .doesNotContain(expiring.record().id());
        assertThat(management.store.events())
                .extracting(AdminEvent::action)
                .containsExactly(
                        "application.created",
                        "application.secret_added",
                        "application.secret_removed",
                        "application.secret_added");
    }

    @ParameterizedTest
    @MethodSource
    void knowsWhenANewSecretExpires(String input, Duration after) {
        RegisteredClient application = management.registeredApplication("app");

        AddedSecret added = done(addSecret(application.id(), input));

        assertThat(added.record().expiresAt())
                .contains(management.clock.instant().plus(after));
    }

    static Stream<Arguments> knowsWhenANewSecretExpires() {
        return Stream.of(
                Arguments.of("{'expires_in_seconds':1}", Duration.ofSeconds(1)),
                Arguments.of("{'expires_in_seconds':315360000}", Duration.ofDays(3650)),
                Arguments.of("{'expires_at':'2030-01-01T12:00:01Z'}", Duration.ofSeconds(1)),
                Arguments.of("{'expires_at':'2030-01-01T14:00:01+02:00'}", Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @MethodSource
    void refusesAnExpiryThatIsNone(String input, String problem) {
        RegisteredClient application = management.registeredApplication("app");

        assertThat(problems(addSecret(application.id(), input))).containsExactly(problem);
    }

    static Stream<Arguments> refusesAnExpiryThatIsNone() {
        return Stream.of(
                Arguments.of("{'expires_in_seconds':0}", "/expires_in_seconds out_of_range"),
                Arguments.of("{'expires_in_seconds':315360001}", "/expires_in_seconds out_of_range"),
                Arguments.of("{'expires_at':'2030-01-01T12:00:00Z'}", "/expires_at out_of_range"),
                Arguments.of("{'expires_at':'2050-01-01T12:00:00Z'}", "/expires_at out_of_range"),
                Arguments.of("{'expires_at':'tomorrow'}", "/expires_at malformed"),
                Arguments.of("{'expires_at':'2031-01-01T12:00:00Z','expires_in_seconds':5}", "/expires_at not_allowed"),
                Arguments.of("{'expires':'x'}", "/expires unknown_member"));
    }

    @Test
    void keepsNoSecretAndNoHashInAnyEvent() {
        Registration registration = management.registeredApplication(ManagementFixture.application("app"));
        RegisteredClient application = registration.application().value();
        AddedSecret added = done(addSecret(application.id(), "{}"));
        done(patch(application.id(), ANY, "{'enabled':false}"));
        done(removeSecret(application.id(), added.record().id()));
        done(management.useCases.applications().remove(administrator(), application.id(), ANY));

        assertThat(management.store.events()).hasSize(5);
        assertThat(management.store.events().toString())
                .doesNotContain(registration.secret().orElseThrow())
                .doesNotContain(added.secret())
                .doesNotContain(
                        application.credentials().secrets().getFirst().hash().hex())
                .doesNotContain(added.record().hash().hex());
        assertThat(registration.toString() + added)
                .doesNotContain(registration.secret().orElseThrow(), added.secret());
    }

    @Test
    void knowsNothingOfAnIdThatIsNotThere() {
        var id = new ApplicationId("absent");
        RegisteredClient application = management.registeredApplication("app");

        assertThat(patch(id, ANY, "{}")).isInstanceOf(Outcome.NotFound.class);
        assertThat(addSecret(id, "{}")).isInstanceOf(Outcome.NotFound.class);
        assertThat(removeSecret(id, "x")).isInstanceOf(Outcome.NotFound.class);
        assertThat(removeSecret(application.id(), "x")).isInstanceOf(Outcome.NotFound.class);
        assertThat(management.useCases.applications().remove(administrator(), id, ANY))
                .isInstanceOf(Outcome.NotFound.class);
    }

    private RegisteredClient inForce(RegisteredClient application) {
        return management.configuration.current().client(application.clientId()).orElseThrow();
    }

    private List<String> conflicts(String input) {
        var outcome = management.useCases.applications().register(administrator(), TestJson.object(input));
        return ((Outcome.Conflict<?>) outcome)
                .problems().stream().map(Problem::pointer).toList();
    }

    private Outcome<Saved<RegisteredClient>> patch(ApplicationId id, ExpectedVersion expected, String patch) {
        return management
                .useCases
                .applications()
                .change(administrator(), id, expected, new Edit.Merge(TestJson.object(patch)));
    }

    private Outcome<Saved<RegisteredClient>> replace(
            ApplicationId id, ExpectedVersion expected, Map<String, Object> input) {
        return management.useCases.applications().change(administrator(), id, expected, new Edit.Replace(input));
    }

    private Outcome<AddedSecret> addSecret(ApplicationId id, String input) {
        return management.useCases.secrets().add(administrator(), id, ANY, TestJson.object(input));
    }

    private Outcome<Saved<RegisteredClient>> removeSecret(ApplicationId id, String secretId) {
        return management.useCases.secrets().remove(administrator(), id, ANY, secretId);
    }
}
