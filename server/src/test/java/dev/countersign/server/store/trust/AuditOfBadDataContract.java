package dev.countersign.server.store.trust;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.AuditLog;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract for every engine: one event that cannot be stored does not affect the other events of its batch. */
abstract class AuditOfBadDataContract {
    private static final int EXCHANGES = 200;

    private OpenStore store;

    abstract OpenStore emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsEveryExchangeBesideARefusalWithTextThatNoDatabaseStores() throws Exception {
        recordTogether("a\0b", "half \uD83D of a pair", "x".repeat(499) + "\uD83D\uDE00");

        assertThat(store.number("SELECT count(*) FROM audit_events WHERE outcome = 'accepted'"))
                .isEqualTo(EXCHANGES);
        assertThat(refused())
                .extracting(event -> event.clientId().orElseThrow())
                .containsExactlyInAnyOrder("a\uFFFDb", "half \uFFFD of a pair", "x".repeat(499) + "…");
        assertThat(store.number("SELECT SUM(refused) FROM exchange_counts WHERE whose = '' AND width = 'minute'"))
                .isEqualTo(3);
    }

    @Test
    void splitsABatchDownToTheEventAtFaultAndKeepsThatWithItsTextReplaced() throws Exception {
        refuse("audit_events", "client_id");

        recordTogether("poison", "harmless");

        assertThat(store.number("SELECT count(*) FROM audit_events WHERE outcome = 'accepted'"))
                .isEqualTo(EXCHANGES);
        assertThat(refused())
                .extracting(event -> event.clientId().orElseThrow())
                .containsExactlyInAnyOrder("harmless", "(text that the database refuses)");
        assertThat(refused()).allSatisfy(event -> assertThat(event.code()).contains("assertion.expired"));
        assertThat(store.number("SELECT SUM(accepted) FROM exchange_counts WHERE whose = '' AND width = 'minute'"))
                .isEqualTo(EXCHANGES);
    }

    @Test
    void keepsAnAdministrativeEventWhateverItsText() {
        var event = new AdminEvent(
                NOW,
                new CorrelationId("one"),
                "an\0actor",
                "application.changed",
                "target",
                "half \uD83D of a pair",
                Optional.of("not JSON\0"),
                Optional.of("{}"));
        store.writer.call(connection -> {
            AuditRows.insert(new OrganizationConnection(connection, OrganizationKey.ROOT), event);
            return 1;
        });

        AuditRecord kept = find().getFirst();
        assertThat(kept.actor()).contains("an\uFFFDactor");
        assertThat(kept.detail()).contains("half \uFFFD of a pair", "not JSON\uFFFD");
    }

    @Test
    void writesEveryUseBesideOneThatTheDatabaseRefuses() {
        store.organization()
                .write(connection -> new TrustTables(connection)
                        .issuers()
                        .insert(SampleIssuer.partner().build()));
        store.organization()
                .write(connection ->
                        new TrustTables(connection).insert(SampleClient.orders().build()));
        refuse("issuer_key_uses", "key_label");
        var uses = new RecordedUses(store.writer);
        uses.of(OrganizationKey.ROOT).record(SampleEvents.accepted(NOW).build());
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW).key("poison").build());
        uses.of(OrganizationKey.ROOT)
                .record(SampleEvents.accepted(NOW).key("a\0b").build());

        uses.flush();

        assertThat(new SqlLastUses(store.organization())
                        .ofKeys(SampleIssuer.partner().build().id()))
                .isEqualTo(Map.of("key-1", NOW, "a\uFFFDb", NOW));
        assertThat(new SqlLastUses(store.organization())
                        .ofSecrets(SampleClient.orders().build().id()))
                .isEqualTo(Map.of("secret-1", NOW));
        uses.flush(); // the refused one is not tried again for ever
    }

    @Test
    void aQuestionWithTextThatNoDatabaseStoresIsAnswered() {
        Optional<String> any = Optional.empty();
        Optional<String> bad = Optional.of("a\0b");
        assertThat(search(new AuditQuery(
                        bad, any, any, any, bad, bad, any, bad, any.map(_ -> NOW), any.map(_ -> NOW), bad, all(), 10)))
                .isEmpty();
        assertThat(new SqlPeopleStore(store.organization(), WaysIn.USUAL).named("a\0b"))
                .isEmpty();
    }

    /** All of them in one batch, refused ones in the middle. */
    private void recordTogether(String... clientIds) throws InterruptedException {
        var release = store.hold();
        try (AuditLog audit = AuditLog.start(store.writer)) {
            for (int i = 0; i < EXCHANGES; i++) {
                audit.of(OrganizationKey.ROOT)
                        .record(SampleEvents.accepted(NOW)
                                .correlationId("c" + i)
                                .build());
                if (i == EXCHANGES / 2) {
                    for (String clientId : clientIds) {
                        audit.of(OrganizationKey.ROOT)
                                .record(SampleEvents.refused(NOW)
                                        .clientId(clientId)
                                        .build());
                    }
                }
            }
            release.countDown();
        }
    }

    private void refuse(String table, String column) {
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(refusal(table, column));
            }
        });
    }

    /** The statement that makes a table refuse the value {@code poison}. */
    abstract String refusal(String table, String column);

    private List<AuditRecord> refused() {
        return find().stream()
                .filter(event -> event.outcome().equals("refused"))
                .toList();
    }

    private List<AuditRecord> find() {
        Optional<String> any = Optional.empty();
        return search(new AuditQuery(
                any, any, any, any, any, any, any, any, Optional.empty(), Optional.empty(), any, all(), 1_000));
    }

    private static Stretch all() {
        return Stretch.backFrom(Long.MAX_VALUE);
    }

    private List<AuditRecord> search(AuditQuery query) {
        return new AuditFinder(store.organization())
                .search(query, OpenStore.DEADLINE)
                .found();
    }
}
