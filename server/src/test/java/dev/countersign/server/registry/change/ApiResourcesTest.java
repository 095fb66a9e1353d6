package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiResourcesTest {
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();
    private static final String ORDERS = "https://orders.example";

    private final ManagementFixture management = new ManagementFixture();

    @Test
    void isAnAudienceWithItsScopes() {
        ApiResource resource = registered("Orders", ORDERS);

        assertThat(ApiResourceFields.document(resource))
                .containsEntry("name", "Orders")
                .containsEntry("description", "")
                .containsEntry("audience", ORDERS)
                .containsEntry("scopes", List.of("orders:read"))
                .containsKeys("id", "created_at", "updated_at");
        assertThat(management.configuration.apiResource(resource.id())).contains(resource);
    }

    @Test
    void namesEveryBadMemberAtOnce() {
        assertThat(problems(register("{'nam':'x','audience':'','scopes':['a b'],'description':7}")))
                .containsExactlyInAnyOrder(
                        "/nam unknown_member",
                        "/name required",
                        "/audience malformed",
                        "/scopes/0 malformed",
                        "/description wrong_type");
    }

    @Test
    void refusesANameOrAnAudienceThatIsThereAlready() {
        registered("Orders", ORDERS);

        assertThat(conflicts(register(input("Orders", ORDERS)))).containsExactlyInAnyOrder("/name", "/audience");
        assertThat(conflicts(register(input("Other", ORDERS)))).containsExactly("/audience");
        assertThat(conflicts(register(input("Orders", "https://other.example"))))
                .containsExactly("/name");
        ApiResource other = registered("Other", ORDERS + "/");
        assertThat(conflicts(patch(other.id(), ANY, "{'audience':'%s'}".formatted(ORDERS))))
                .containsExactly("/audience");
    }

    @ParameterizedTest
    @CsvSource({"orders", "https://orders.example/#part", "/orders", "not a URI"})
    void warnsOfAnAudienceThatNoRequestCanAskFor(String audience) {
        assertThat(done(register(input("Orders", audience))).warnings())
                .extracting(Problem::code)
                .containsExactly("not_a_resource_indicator");
    }

    @Test
    void takesItsOwnDocumentAndChangesNothing() {
        ApiResource resource = registered("Orders", ORDERS);
        int events = management.store.events().size();

        Map<String, Object> document = TestJson.with(ApiResourceFields.document(resource), "warnings", List.of());
        var saved = done(management
                .useCases
                .apiResources()
                .change(administrator(), resource.id(), ANY, new Edit.Replace(document)));

        assertThat(saved.value()).isEqualTo(resource);
        assertThat(management.store.events()).hasSize(events);
    }

    @Test
    void refusesAChangeToAnotherVersionThanWasRead() {
        ApiResource resource = registered("Orders", ORDERS);
        var seen = new ExpectedVersion.OneOf(List.of(ContentVersion.of(resource)));

        assertThat(done(patch(resource.id(), seen, "{'scopes':['orders:write']}"))
                        .value()
                        .scopes()
                        .tokens())
                .containsExactly("orders:write");
        assertThat(patch(resource.id(), seen, "{'scopes':[]}")).isInstanceOf(Outcome.Stale.class);
        assertThat(remove(resource.id(), seen, Force.REFUSE)).isInstanceOf(Outcome.Stale.class);
    }

    @Test
    void letsApplicationsFollowANewAudience() {
        ApiResource resource = registered("Orders", ORDERS);
        RegisteredClient both = application("both", "['%s','https://new.example']".formatted(ORDERS));
        RegisteredClient naming = application("naming", "['first','%s']".formatted(ORDERS));
        RegisteredClient other = application("other", "['https://other.example']");

        done(patch(resource.id(), ANY, "{'audience':'https://new.example'}"));

        assertThat(audiences(naming)).containsExactly("first", "https://new.example");
        assertThat(audiences(both)).containsExactly("https://new.example");
        assertThat(inForce(other)).isEqualTo(other);
    }

    @Test
    void leavesApplicationsAloneWhenAnythingElseChanges() {
        ApiResource resource = registered("Orders", ORDERS);
        RegisteredClient naming = application("naming", "['%s']".formatted(ORDERS));

        done(patch(resource.id(), ANY, "{'name':'New','scopes':[]}"));

        assertThat(inForce(naming)).isEqualTo(naming);
    }

    @Test
    void isNotRemovedWhileApplicationsNameItsAudience() {
        ApiResource resource = registered("Orders", ORDERS);
        application("b", "['%s']".formatted(ORDERS));
        application("a", "['%s','x']".formatted(ORDERS));
        application("self", "[]");

        assertThat(remove(resource.id(), ANY, Force.REFUSE)).isEqualTo(new Outcome.InUse<>(List.of("a", "b")));
        assertThat(management.configuration.apiResource(resource.id())).isPresent();
    }

    @Test
    void isRemovedByForceAndTheApplicationThatNamedNoOtherIsDisabledRatherThanMeantForThisServer() {
        ApiResource resource = registered("Orders", ORDERS);
        RegisteredClient only = application("only", "['%s']".formatted(ORDERS));
        RegisteredClient several = application("several", "['%s','https://other.example']".formatted(ORDERS));

        done(remove(resource.id(), ANY, Force.REMOVE));

        assertThat(management.configuration.apiResource(resource.id())).isEmpty();
        assertThat(inForce(only).enabled()).isFalse();
        assertThat(audiences(only)).isEmpty();
        assertThat(inForce(several).enabled()).isTrue();
        assertThat(audiences(several)).containsExactly("https://other.example");
    }

    @Test
    void putsEveryChangeOnRecordWithWhoAndBeforeAndAfter() {
        ApiResource resource = registered("Orders", ORDERS);
        application("naming", "['%s']".formatted(ORDERS));
        done(patch(resource.id(), ANY, "{'audience':'https://new.example'}"));
        done(remove(resource.id(), ANY, Force.REMOVE));

        List<AdminEvent> events = management.store.events();
        assertThat(events)
                .extracting(AdminEvent::action)
                .containsExactly(
                        "api_resource.created",
                        "application.created",
                        "api_resource.updated",
                        "application.updated",
                        "application.updated",
                        "api_resource.deleted");
        AdminEvent change = events.get(2);
        assertThat(change.actor()).isEqualTo("admin-client");
        assertThat(change.targetId()).isEqualTo(resource.id().value());
        assertThat(change.targetName()).isEqualTo("Orders");
        assertThat(change.before().orElseThrow()).contains(ORDERS);
        assertThat(change.after().orElseThrow()).contains("https://new.example");
        assertThat(events.getFirst().before()).isEmpty();
        assertThat(events.getLast().after()).isEmpty();
    }

    @Test
    void knowsNothingOfAnIdThatIsNotThere() {
        var id = new ApiResourceId("absent");

        assertThat(patch(id, ANY, "{}")).isInstanceOf(Outcome.NotFound.class);
        assertThat(remove(id, ANY, Force.REFUSE)).isInstanceOf(Outcome.NotFound.class);
    }

    private ApiResource registered(String name, String audience) {
        return done(register(input(name, audience))).value();
    }

    private static String input(String name, String audience) {
        return "{'name':'%s','audience':'%s','scopes':['orders:read']}".formatted(name, audience);
    }

    private Outcome<Saved<ApiResource>> register(String input) {
        return management.useCases.apiResources().register(administrator(), TestJson.object(input));
    }

    private Outcome<Saved<ApiResource>> patch(ApiResourceId id, ExpectedVersion expected, String patch) {
        return management
                .useCases
                .apiResources()
                .change(administrator(), id, expected, new Edit.Merge(TestJson.object(patch)));
    }

    private Outcome<ApiResource> remove(ApiResourceId id, ExpectedVersion expected, Force force) {
        return management.useCases.apiResources().remove(administrator(), id, expected, force);
    }

    private RegisteredClient application(String name, String audiences) {
        return management
                .registeredApplication(
                        TestJson.with(ManagementFixture.application(name), "audiences", TestJson.value(audiences)))
                .application()
                .value();
    }

    private RegisteredClient inForce(RegisteredClient application) {
        return management.configuration.current().client(application.clientId()).orElseThrow();
    }

    private List<String> audiences(RegisteredClient application) {
        return inForce(application).access().audiences().stream()
                .map(Audience::value)
                .toList();
    }

    private static List<String> conflicts(Outcome<?> outcome) {
        return ((Outcome.Conflict<?>) outcome)
                .problems().stream().map(Problem::pointer).toList();
    }
}
