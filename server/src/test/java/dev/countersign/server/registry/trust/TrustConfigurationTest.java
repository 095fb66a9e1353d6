package dev.countersign.server.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.trust.TrustConfiguration.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of the trust configuration when the store commits a change but its response is lost. */
class TrustConfigurationTest {
    private static final AdminEvent EVENT = new AdminEvent(
            Instant.EPOCH,
            new CorrelationId("c"),
            "admin",
            "trusted_token_issuer.changed",
            "issuer-1",
            SampleIssuer.NAME,
            Optional.empty(),
            Optional.empty());

    /** Store that commits, and then reports an unknown outcome. */
    private static final class ForgetfulStore implements TrustStore {
        private TrustedIssuer issuer = SampleIssuer.partner().build();
        private boolean unreachable;

        @Override
        public Contents load() {
            if (unreachable) {
                throw new StoreUnavailableException(Duration.ofSeconds(1));
            }
            return new Contents(List.of(issuer), List.of(), List.of());
        }

        @Override
        public long version() {
            if (unreachable) {
                throw new StoreUnavailableException(Duration.ofSeconds(1));
            }
            return 0;
        }

        @Override
        public StoreOutcome commit(List<TrustChange> changes) {
            issuer = ((TrustChange.IssuerReplaced) changes.getFirst()).after();
            unreachable = true;
            throw new StoreUnavailableException(Duration.ofSeconds(1));
        }
    }

    private final ForgetfulStore store = new ForgetfulStore();
    private final TrustConfiguration configuration = new TrustConfiguration(store, ManagementFixture.RULES);
    private final List<IssuerChanges.IssuerChange> changes = new ArrayList<>();

    private boolean isEnabled() {
        return configuration
                .current()
                .issuer(SampleIssuer.partner().build().issuer())
                .orElseThrow()
                .issuer()
                .enabled();
    }

    private void disable() {
        TrustedIssuer before = SampleIssuer.partner().build();
        TrustedIssuer after = SampleIssuer.partner().disabled().build();
        assertThatThrownBy(() -> configuration.inTurn(
                        ManagementFixture.administrator(),
                        _ -> new Decision.Change<>(
                                List.of(new TrustChange.IssuerReplaced(before, after, EVENT)), "done")))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aChangeOfUnknownOutcomeIsLookedUpAsSoonAsTheStoreAnswers() {
        configuration.onIssuerChange(changes::add);
        disable();
        configuration.refreshIfDoubtful();
        assertThat(isEnabled()).as("nobody can know yet").isTrue();

        store.unreachable = false;
        configuration.refreshIfDoubtful();
        assertThat(isEnabled()).isFalse();
        assertThat(changes).hasSize(1);
    }

    @Test
    void theNextChangeIsDecidedOnWhatTheStoreReallyHolds() {
        disable();
        store.unreachable = false;
        var outcome = configuration.inTurn(
                ManagementFixture.administrator(),
                trust -> new Decision.Answer<>(
                        new Outcome.Done<>(trust.issuers().getFirst().enabled())));
        assertThat(outcome).isEqualTo(new Outcome.Done<>(false));
    }

    @Test
    void withoutDoubtTheStoreIsNotAsked() {
        store.unreachable = true;
        configuration.refreshIfDoubtful();
        assertThat(isEnabled()).isTrue();
    }

    @Test
    void whatIsTrustedStandsInTheOrderOfNamesWhateverTheirLetterCase() {
        var management = new ManagementFixture();
        Stream.of("beta", "Alpha", "alpha-2", "Gamma").forEach(management::registeredApplication);
        Stream.of("two", "One").forEach(management::registeredIssuer);

        assertThat(management.configuration.applicationsByName())
                .extracting(RegisteredClient::name)
                .containsExactly("Alpha", "alpha-2", "beta", "Gamma");
        assertThat(management.configuration.issuersByName())
                .extracting(TrustedIssuer::name)
                .containsExactly("One", "two");
    }

    @Test
    void aNameFindsExactlyTheOneThatHasItAfterEachChange() {
        var management = new ManagementFixture();
        management.registeredApplication("orders");
        assertThat(management.configuration.applicationNamed("orders")).isPresent();
        assertThat(management.configuration.applicationNamed("Orders")).isEmpty();

        management.registeredApplication("Orders-2");
        assertThat(management.configuration.applicationNamed("Orders-2"))
                .isPresent()
                .isNotEqualTo(management.configuration.applicationNamed("orders"));
        assertThat(management.configuration.issuerNamed("orders")).isEmpty();
    }
}
