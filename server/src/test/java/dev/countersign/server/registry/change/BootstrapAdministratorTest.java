package dev.countersign.server.registry.change;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.registry.trust.Edit;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.registry.trust.TrustConfiguration;
import dev.countersign.server.registry.trust.TrustStore;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapAdministratorTest {
    private static final String SECRET = "first-secret-of-the-environment-1";
    private static final String NEXT = "next-secret-of-the-environment-22";

    private final ManagementFixture management = new ManagementFixture();
    private final BootstrapAdministrator bootstrap =
            new BootstrapAdministrator(management.configuration, management.clock);

    @Test
    void registersAnApplicationThatMayAdministerAndNothingElse() {
        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        RegisteredClient application = admin();
        assertThat(application.access().grantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
        assertThat(application.access().scopes().tokens()).containsExactly("admin:read", "admin:write");
        assertThat(application.access().defaultScopes())
                .isEqualTo(application.access().scopes());
        assertThat(application.access().audiences()).isEmpty();
        assertThat(hashes()).containsExactly(Sha256.ofUtf8(SECRET));
        assertThat(management.store.events().toString()).doesNotContain(SECRET);
    }

    @Test
    void takesASecretWithoutTheLineEndOfItsFile() {
        assertThat(bootstrap.ensure("admin", SECRET + "\n")).isEmpty();

        assertThat(hashes()).containsExactly(Sha256.ofUtf8(SECRET));
    }

    @Test
    void refusesASecretThatIsShortOrHoldsWhatNoRequestCanCarry() {
        String least = "x".repeat(32);

        assertThat(bootstrap.ensure("admin", least.substring(1)))
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("32 to 512").doesNotContain("xxx"));
        assertThat(bootstrap.ensure("admin", "")).isPresent();
        assertThat(bootstrap.ensure("", SECRET)).isPresent();
        assertThat(bootstrap.ensure("a b", SECRET)).isPresent();
        assertThat(bootstrap.ensure("admin", least + "\n" + least)).isPresent();
        assertThat(management.store.events()).isEmpty();
        assertThat(bootstrap.ensure("admin", least)).isEmpty();
    }

    @Test
    void changesNothingWhenEverythingIsAsTheEnvironmentSays() {
        bootstrap.ensure("admin", SECRET);
        RegisteredClient before = admin();

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        assertThat(admin()).isEqualTo(before);
        assertThat(management.store.events()).hasSize(1);
    }

    @Test
    void replacesTheSecretOfTheEnvironmentAndKeepsOthers() {
        bootstrap.ensure("admin", SECRET);
        var added = done(management
                .useCases
                .secrets()
                .add(administrator(), admin().id(), new ExpectedVersion.Any(), java.util.Map.of()));

        assertThat(bootstrap.ensure("admin", NEXT)).isEmpty();

        assertThat(hashes()).containsExactlyInAnyOrder(added.record().hash(), Sha256.ofUtf8(NEXT));
    }

    @Test
    void takesThePlaceOfTheOldestWhenTwoOtherSecretsAreLive() {
        management.registeredApplication(
                TestJson.object("{'name':'app','client_id':'admin','grant_types':['client_credentials'],"
                        + "'scopes':['admin:read','admin:write','orders:read']}"));
        var added = done(management
                .useCases
                .secrets()
                .add(administrator(), admin().id(), new ExpectedVersion.Any(), java.util.Map.of()));

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        assertThat(hashes()).containsExactly(added.record().hash(), Sha256.ofUtf8(SECRET));
        assertThat(admin().access().grantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
        assertThat(admin().access().scopes().tokens()).contains("admin:read", "admin:write");
    }

    @Test
    void takesItsClientIdFromWhoeverRegisteredItBeforeWithAllTheirCredentials() {
        management.registeredApplication(TestJson.object("{'name':'app','client_id':'admin','scopes':['orders:read'],"
                + "'token_endpoint_auth_method':'private_key_jwt','jwks_url':'https://mine.example/jwks'}"));

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        assertThat(hashes()).containsExactly(Sha256.ofUtf8(SECRET));
        assertThat(admin().credentials().keys()).isEmpty();
        assertThat(admin().credentials().authenticationMethod()).isEqualTo(AuthenticationMethod.CLIENT_SECRET_BASIC);
        assertThat(admin().access().grantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
        assertThat(admin().access().scopes().tokens()).containsExactly("admin:read", "admin:write", "orders:read");
    }

    @Test
    void keepsNoSecretThatWasMadeBeforeTheApplicationAdministered() {
        management.registeredApplication(
                TestJson.object("{'name':'app','client_id':'admin','client_secret':'%s'}".formatted(SECRET)));
        done(management
                .useCases
                .secrets()
                .add(administrator(), admin().id(), new ExpectedVersion.Any(), java.util.Map.of()));

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        assertThat(hashes()).containsExactly(Sha256.ofUtf8(SECRET));
        assertThat(admin().access().grantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
    }

    @Test
    void leavesAnApplicationDisabledThatWasDisabled() {
        bootstrap.ensure("admin", SECRET);
        done(management
                .useCases
                .applications()
                .change(
                        administrator(),
                        admin().id(),
                        new ExpectedVersion.Any(),
                        new Edit.Merge(TestJson.object("{'enabled':false}"))));

        assertThat(bootstrap.ensure("admin", NEXT)).isEmpty();

        assertThat(admin().enabled()).isFalse();
    }

    @Test
    void findsAnotherNameWhenItsOwnIsTaken() {
        management.registeredApplication(BootstrapAdministrator.NAME);

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();

        assertThat(admin().name()).startsWith(BootstrapAdministrator.NAME).isNotEqualTo(BootstrapAdministrator.NAME);
    }

    private RegisteredClient admin() {
        return management.configuration.current().client(new ClientId("admin")).orElseThrow();
    }

    private List<Sha256> hashes() {
        return admin().credentials().secrets().stream().map(ClientSecret::hash).toList();
    }

    /** Another node that starts at the same moment is faster by the time between the decision and the commit. */
    @Test
    void readsAgainAndGoesOnWhenAnotherNodeIsFaster() {
        var other = new BootstrapAdministrator(
                new TrustConfiguration(management.store, ManagementFixture.RULES), management.clock);
        var first = new TrustConfiguration(
                new TrustStore() {
                    private boolean isLate = true;

                    @Override
                    public Contents load() {
                        return management.store.load();
                    }

                    @Override
                    public long version() {
                        return management.store.version();
                    }

                    @Override
                    public StoreOutcome commit(List<TrustChange> changes) {
                        if (isLate) {
                            isLate = false;
                            assertThat(other.ensure("admin", SECRET)).isEmpty();
                        }
                        return management.store.commit(changes);
                    }
                },
                ManagementFixture.RULES);

        assertThat(new BootstrapAdministrator(first, management.clock).ensure("admin", SECRET))
                .isEmpty();

        assertThat(first.applications()).hasSize(1);
    }

    @Test
    void takesAnotherNameWhereOneIsTakenThatDiffersInLetterCase() {
        management.registeredApplication("Bootstrap-Administrator");

        assertThat(bootstrap.ensure("admin", SECRET)).isEmpty();
    }
}
