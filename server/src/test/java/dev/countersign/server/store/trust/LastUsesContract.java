package dev.countersign.server.store.trust;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.column.OrganizationKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the last uses of secrets and keys, on any engine. */
abstract class LastUsesContract extends StoreContract {
    private static final TrustedIssuer PARTNER = SampleIssuer.partner().build();
    private static final RegisteredClient ORDERS = SampleClient.orders().build();

    private RecordedUses uses;

    @BeforeEach
    void register() {
        store.organization()
                .write(connection -> new TrustTables(connection).issuers().insert(PARTNER));
        store.organization().write(connection -> new TrustTables(connection).insert(ORDERS));
        uses = new RecordedUses(store.writer);
    }

    @Test
    void hasNoUseOfWhatWasNeverUsed() {
        uses.flush();

        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id())).isEmpty();
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id())).isEmpty();
        assertThat(new SqlLastUses(store.organization()).ofSecrets(new ApplicationId("unknown")))
                .isEmpty();
        assertThat(new SqlLastUses(store.organization()).ofKeys(new IssuerId("unknown")))
                .isEmpty();
    }

    @Test
    void writesNothingBeforeItIsFlushed() {
        uses.of(OrganizationKey.ROOT).record(SampleEvents.accepted(NOW).build());
        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id())).isEmpty();

        uses.flush();
        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id())).isEqualTo(Map.of("secret-1", NOW));
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id())).isEqualTo(Map.of("key-1", NOW));
    }

    @Test
    void keepsTheLatestUseWhateverTheOrder() {
        uses.of(OrganizationKey.ROOT).record(SampleEvents.accepted(NOW).build());
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW.minusSeconds(5)).build());
        uses.flush();
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW.minusMillis(1)).build());
        uses.flush();
        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id())).isEqualTo(Map.of("secret-1", NOW));
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id())).isEqualTo(Map.of("key-1", NOW));

        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW.plusMillis(1)).build());
        uses.flush();
        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id()))
                .isEqualTo(Map.of("secret-1", NOW.plusMillis(1)));
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id()))
                .isEqualTo(Map.of("key-1", NOW.plusMillis(1)));
    }

    @Test
    void keepsKeysWhoseLabelsDifferInLetterCaseApart() {
        for (String label : new String[] {"key-1", "KEY-1", "\u00E4", "\u00C4", LONG_TEXT}) {
            uses.of(OrganizationKey.ROOT)
                    .record(SampleEvents.accepted(NOW).key(label).build());
        }
        uses.flush();

        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id()))
                .containsOnlyKeys("key-1", "KEY-1", "\u00E4", "\u00C4", LONG_TEXT);
    }

    @Test
    void ignoresAnIssuerAndASecretThatAreGone() {
        Optional<ApplicationId> application = Optional.of(ORDERS.id());
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW)
                        .of(Optional.of(new IssuerId("gone")), application)
                        .secret("gone")
                        .build());
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW)
                        .of(Optional.of(new IssuerId("ISSUER-1")), application)
                        .secret("a\0b")
                        .build());
        uses.flush();

        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id())).isEmpty();
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id())).isEmpty();
    }

    @Test
    void losesNoUseOfManyThatAreRecordedAndFlushedAtOnce() throws Exception {
        var second = new AtomicInteger();
        assertThat(allAtOnce(16, () -> {
                    uses.of(OrganizationKey.ROOT)
                            .record(SampleEvents.accepted(NOW.plusSeconds(second.incrementAndGet()))
                                    .build());
                    uses.flush();
                    return true;
                }))
                .hasSize(16);

        assertThat(new SqlLastUses(store.organization()).ofSecrets(ORDERS.id()))
                .isEqualTo(Map.of("secret-1", NOW.plusSeconds(16)));
        assertThat(new SqlLastUses(store.organization()).ofKeys(PARTNER.id()))
                .isEqualTo(Map.of("key-1", NOW.plusSeconds(16)));
    }
}
