package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.UseCases;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.registry.trust.ContentVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.IssuerChanges.IssuerChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrustedIssuersTest {
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();

    private final ManagementFixture management = new ManagementFixture();

    @Test
    void isInForceForTheVeryNextRequest() {
        TrustedIssuer issuer = management.registeredIssuer("partner");

        assertThat(management.configuration.current().issuer(issuer.issuer())).isPresent();

        done(remove(issuer.id(), ANY, Force.REFUSE));

        assertThat(management.configuration.current().issuer(issuer.issuer())).isEmpty();
    }

    @Test
    void refusesANameOrAnIssuerThatIsThereAlready() {
        management.registeredIssuer("partner");

        assertThat(conflicts(register(ManagementFixture.issuer("partner"))))
                .containsExactlyInAnyOrder("/name", "/issuer");
        assertThat(conflicts(register(TestJson.with(ManagementFixture.issuer("other"), "name", "partner"))))
                .containsExactly("/name");
        assertThat(conflicts(register(
                        TestJson.with(ManagementFixture.issuer("other"), "issuer", "https://partner.example"))))
                .containsExactly("/issuer");
        assertThat(register(TestJson.with(ManagementFixture.issuer("other"), "issuer", "https://partner.example/")))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void warnsOfAnAliasThatIsTheNameOfAnotherService() {
        for (String foreign : List.of("account", "api://default", "https://kubernetes.default.svc")) {
            Saved<TrustedIssuer> saved = done(register(
                    TestJson.with(ManagementFixture.issuer("partner-" + foreign.hashCode()), "alias", foreign)));

            assertThat(saved.warnings())
                    .filteredOn(warning -> warning.code().equals("foreign_audience"))
                    .singleElement()
                    .satisfies(warning -> {
                        assertThat(warning.pointer()).isEqualTo("/alias");
                        assertThat(warning.detail()).contains("tokens that are meant for it", ManagementFixture.SELF);
                    });
        }
        assertThat(done(register(TestJson.with(
                                ManagementFixture.issuer("other"), "alias", "https://other.example/token")))
                        .warnings())
                .extracting(Problem::code)
                .doesNotContain("foreign_audience");
    }

    @Test
    void keepsItsOwnNameWhenItIsChanged() {
        TrustedIssuer issuer = management.registeredIssuer("partner");

        assertThat(done(patch(issuer.id(), ANY, "{'enabled':false}")).value().enabled())
                .isFalse();
    }

    @Test
    void takesItsOwnDocumentAndChangesNothing() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        int events = management.store.events().size();
        management.clock.advance(Duration.ofMinutes(1));
        Map<String, Object> document = TestJson.with(IssuerFields.document(issuer), "warnings", List.of());

        Saved<TrustedIssuer> saved = done(replace(issuer.id(), ANY, document));

        assertThat(saved.value()).isEqualTo(issuer);
        assertThat(saved.version()).isEqualTo(ContentVersion.of(issuer));
        assertThat(management.store.events()).hasSize(events);
    }

    @Test
    void passesOverReadOnlyMembers() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        Map<String, Object> document = TestJson.with(IssuerFields.document(issuer), "id", "another");

        TrustedIssuer after = done(replace(
                        issuer.id(), ANY, TestJson.with(TestJson.with(document, "created_at", "x"), "enabled", false)))
                .value();

        assertThat(after.id()).isEqualTo(issuer.id());
        assertThat(after.createdAt()).isEqualTo(issuer.createdAt());
        assertThat(after.updatedAt()).isAfter(issuer.updatedAt());
    }

    @Test
    void returnsWhatAPutLeavesOutToItsDefault() {
        TrustedIssuer issuer =
                management.registered(TestJson.with(ManagementFixture.issuer("partner"), "clock_skew_seconds", 5L));

        assertThat(done(replace(issuer.id(), ANY, ManagementFixture.issuer("partner")))
                        .value()
                        .verification()
                        .clockSkew())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void returnsWhatAPatchSetsToNullToItsDefault() {
        TrustedIssuer issuer =
                management.registered(TestJson.with(ManagementFixture.issuer("partner"), "clock_skew_seconds", 5L));

        assertThat(done(patch(issuer.id(), ANY, "{'clock_skew_seconds':null}"))
                        .value()
                        .verification()
                        .clockSkew())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void changesTheKindOfKeysByAPatchThatRemovesTheOther() {
        TrustedIssuer issuer = management.registeredIssuer("partner");

        assertThat(problems(patch(issuer.id(), ANY, "{'keys':{'jwks':%s}}".formatted(ManagementFixture.jwks()))))
                .containsExactly("/keys not_allowed");
        assertThat(patch(issuer.id(), ANY, "{'keys':{'jwks_url':null,'jwks':%s}}".formatted(ManagementFixture.jwks())))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void refusesAChangeToAnotherVersionThanWasRead() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        var seen = new ExpectedVersion.OneOf(List.of(ContentVersion.of(issuer)));

        assertThat(patch(issuer.id(), seen, "{'enabled':false}")).isInstanceOf(Outcome.Done.class);
        assertThat(patch(issuer.id(), seen, "{'enabled':true}")).isInstanceOf(Outcome.Stale.class);
        assertThat(remove(issuer.id(), seen, Force.REFUSE)).isInstanceOf(Outcome.Stale.class);
    }

    @Test
    void letsExactlyOneOfManyChangesToTheSameVersionPass() throws Exception {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        var seen = new ExpectedVersion.OneOf(List.of(ContentVersion.of(issuer)));
        List<Callable<Outcome<Saved<TrustedIssuer>>>> changes = IntStream.range(0, 20)
                .<Callable<Outcome<Saved<TrustedIssuer>>>>mapToObj(
                        i -> () -> patch(issuer.id(), seen, "{'description':'change %d'}".formatted(i)))
                .toList();

        var outcomes = new ArrayList<Outcome<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(changes)) {
                outcomes.add(future.get());
            }
        }

        assertThat(outcomes.stream().filter(Outcome.Done.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Outcome.Stale.class::isInstance)).hasSize(19);
    }

    @Test
    void losesNoneOfManyChangesToDifferentMembers() throws Exception {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        List<Callable<Outcome<Saved<TrustedIssuer>>>> changes = List.of(
                () -> patch(issuer.id(), ANY, "{'enabled':false}"),
                () -> patch(issuer.id(), ANY, "{'clock_skew_seconds':1}"),
                () -> patch(issuer.id(), ANY, "{'description':'x'}"));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : threads.invokeAll(changes)) {
                done(future.get());
            }
        }

        TrustedIssuer after = management.configuration.issuer(issuer.id()).orElseThrow();
        assertThat(after.enabled()).isFalse();
        assertThat(after.verification().clockSkew()).isEqualTo(Duration.ofSeconds(1));
        assertThat(after.description()).isEqualTo("x");
    }

    @Test
    void letsApplicationsFollowANewNameAndWarnsOfNewSubjects() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        RegisteredClient naming = application("naming", "['partner']");
        RegisteredClient open = application("open", "null");

        Saved<TrustedIssuer> saved = done(patch(issuer.id(), ANY, "{'name':'renamed'}"));

        assertThat(saved.warnings()).extracting(Problem::code).containsExactly("subjects_change");
        assertThat(inForce(naming).mayUseIssuer("renamed")).isTrue();
        assertThat(inForce(naming).mayUseIssuer("partner")).isFalse();
        assertThat(inForce(open)).isEqualTo(open);
    }

    @Test
    void isNotRemovedWhileApplicationsNameIt() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        application("b", "['partner']");
        application("a", "['partner']");
        application("open", "null");

        assertThat(remove(issuer.id(), ANY, Force.REFUSE)).isEqualTo(new Outcome.InUse<>(List.of("a", "b")));
    }

    @Test
    void isRemovedByForceAndTheApplicationThatNamedItMayUseNoneThenRatherThanAll() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        management.registeredIssuer("other");
        RegisteredClient naming = application("naming", "['partner']");

        done(remove(issuer.id(), ANY, Force.REMOVE));

        assertThat(inForce(naming).access().trustedIssuers()).contains(java.util.Set.of());
        assertThat(inForce(naming).mayUseIssuer("other")).isFalse();
    }

    @Test
    void putsEveryChangeOnRecordWithWhoAndBeforeAndAfter() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        done(patch(issuer.id(), ANY, "{'enabled':false}"));
        done(remove(issuer.id(), ANY, Force.REFUSE));

        assertThat(management.store.events())
                .extracting(AdminEvent::action)
                .containsExactly(
                        "trusted_token_issuer.created", "trusted_token_issuer.updated", "trusted_token_issuer.deleted");
        AdminEvent change = management.store.events().get(1);
        assertThat(change.actor()).isEqualTo("admin-client");
        assertThat(change.correlationId()).isEqualTo(administrator().correlationId());
        assertThat(change.targetId()).isEqualTo(issuer.id().value());
        assertThat(change.targetName()).isEqualTo("partner");
        assertThat(change.before().orElseThrow()).contains("\"enabled\":true");
        assertThat(change.after().orElseThrow()).contains("\"enabled\":false");
        assertThat(management.store.events().getFirst().before()).isEmpty();
        assertThat(management.store.events().getLast().after()).isEmpty();
    }

    @Test
    void tellsListenersOfEachChangeBeforeItAnswers() {
        var changes = new ArrayList<IssuerChange>();
        management.configuration.onIssuerChange(changes::add);

        TrustedIssuer issuer = management.registeredIssuer("partner");
        done(patch(issuer.id(), ANY, "{'description':'x'}"));
        done(patch(issuer.id(), ANY, "{'keys':{'jwks_url':'https://elsewhere.example/jwks'}}"));
        done(remove(issuer.id(), ANY, Force.REFUSE));

        assertThat(changes).hasSize(4).allMatch(change -> change.id().equals(issuer.id()));
        assertThat(changes.get(1).after().orElseThrow().verification()).isEqualTo(issuer.verification());
        assertThat(changes.get(2).after().orElseThrow().verification()).isNotEqualTo(issuer.verification());
        assertThat(changes.getFirst().before()).isEmpty();
        assertThat(changes.getLast().after()).isEmpty();
    }

    @Test
    void changesNothingInForceWhenTheStoreIsGone() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        management.store.breakDown();

        assertThatThrownBy(() -> patch(issuer.id(), ANY, "{'enabled':false}"))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(management.configuration.issuer(issuer.id())).contains(issuer);
    }

    @Test
    void seesWhatAnotherNodeDidBeforeItChangesAnything() {
        TrustedIssuer issuer = management.registeredIssuer("partner");
        var elsewhere = new TrustConfiguration(management.store, ManagementFixture.RULES);
        done(UseCases.of(elsewhere, _ -> java.util.Optional.empty(), management.trials, management.clock)
                .issuers()
                .change(
                        administrator(),
                        issuer.id(),
                        ANY,
                        new Edit.Merge(TestJson.object("{'description':'theirs'}"))));

        TrustedIssuer after = done(patch(issuer.id(), ANY, "{'enabled':false}")).value();

        assertThat(after.description()).isEqualTo("theirs");
    }

    @Test
    void knowsNothingOfAnIdThatIsNotThere() {
        var id = new IssuerId("absent");

        assertThat(patch(id, ANY, "{}")).isInstanceOf(Outcome.NotFound.class);
        assertThat(remove(id, ANY, Force.REFUSE)).isInstanceOf(Outcome.NotFound.class);
    }

    private RegisteredClient application(String name, String issuers) {
        return management
                .registeredApplication(TestJson.with(
                        ManagementFixture.application(name), "trusted_token_issuers", TestJson.value(issuers)))
                .application()
                .value();
    }

    private RegisteredClient inForce(RegisteredClient application) {
        return management.configuration.current().client(application.clientId()).orElseThrow();
    }

    private Outcome<Saved<TrustedIssuer>> register(Map<String, Object> input) {
        return management.useCases.issuers().register(administrator(), input);
    }

    private Outcome<Saved<TrustedIssuer>> patch(IssuerId id, ExpectedVersion expected, String patch) {
        return management
                .useCases
                .issuers()
                .change(administrator(), id, expected, new Edit.Merge(TestJson.object(patch)));
    }

    private Outcome<Saved<TrustedIssuer>> replace(IssuerId id, ExpectedVersion expected, Map<String, Object> input) {
        return management.useCases.issuers().change(administrator(), id, expected, new Edit.Replace(input));
    }

    private Outcome<TrustedIssuer> remove(IssuerId id, ExpectedVersion expected, Force force) {
        return management.useCases.issuers().remove(administrator(), id, expected, force);
    }

    private static List<String> conflicts(Outcome<?> outcome) {
        return ((Outcome.Conflict<?>) outcome)
                .problems().stream().map(Problem::pointer).toList();
    }
}
