package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.store.audit.AuditLog;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.store.organization.SampleOrganizations;
import dev.countersign.server.store.trust.RecordedUses;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of all adapters of an organization: what one has stored, another neither finds nor changes. */
abstract class SeparateOrganizationsContract extends StoreContract {
    /** A link for the first administrator is open only where there is none, so that no rows of every kind have one. */
    private static final Set<String> WITHOUT_RESULT = Set.of("PeopleStore.isSetupOpen(Sha256, Instant)");

    private final AdapterReads reads = new AdapterReads();
    private final AdapterChanges changes = new AdapterChanges();
    private AuditLog audit;
    private RecordedUses uses;
    private OrganizationKey acme;
    private RowsOfEveryKind rows;

    @BeforeEach
    void fillAnOrganization() {
        audit = AuditLog.start(store.writer);
        uses = new RecordedUses(store.writer);
        acme = SampleOrganizations.add(store.organizations(), "acme");
        rows = new RowsOfEveryKind(acme);
        store.writer.call(rows::insert);
        store.writer.call(connection ->
                Statements.update(connection, "UPDATE trust_version SET version = 7 WHERE id = ?", acme.number()));
        of(acme).ledger().redeem(Redemptions.key(AdapterReads.REDEEMED), Redemptions.token());
    }

    @AfterEach
    void closeAudit() {
        audit.close();
    }

    @Test
    void everyMethodOfEveryAdapterIsAmongTheCases() {
        Set<String> known = new TreeSet<>(WITHOUT_RESULT);
        known.addAll(reads.reads().keySet());
        known.addAll(changes.changes().keySet());

        assertThat(known)
                .isEqualTo(Arrays.stream(OrganizationDatabase.class.getDeclaredMethods())
                        .map(Method::getReturnType)
                        .filter(type -> type.isInterface() && type.getName().startsWith("dev.countersign."))
                        .distinct()
                        .flatMap(port -> Arrays.stream(port.getDeclaredMethods())
                                .filter(method -> !method.isDefault() && !method.isSynthetic())
                                .map(method -> port.getSimpleName() + "." + method.getName()
                                        + Arrays.stream(method.getParameterTypes())
                                                .map(Class::getSimpleName)
                                                .collect(Collectors.joining(", ", "(", ")"))))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void anotherOrganizationFindsNothing() {
        OrganizationDatabase globex = of(SampleOrganizations.add(store.organizations(), "globex"));
        OrganizationDatabase root = of(OrganizationKey.ROOT);
        Map<String, Object> ofAnother = read(globex);

        read(of(acme))
                .forEach((method, found) -> assertThat(ofAnother.get(method))
                        .as(method)
                        .isNotEqualTo(found)
                        .isNotNull());
        assertThat(read(of(SampleOrganizations.add(store.organizations(), "initech"))))
                .as("as where nothing was ever stored")
                .isEqualTo(ofAnother);
        assertThat(root.trust().load().issuers()).isEmpty();
        assertThat(root.people().people()).isEmpty();
    }

    @Test
    void anotherOrganizationChangesNothing() throws Exception {
        OrganizationKey globex = SampleOrganizations.add(store.organizations(), "globex");
        Map<String, List<String>> before = dump(acme);
        Map<String, List<String>> ofRoot = dump(OrganizationKey.ROOT);

        for (var each : changes.changes().entrySet()) {
            String method = each.getKey();
            each.getValue().accept(of(globex), rows);
            settle(method);
            assertThat(difference(before, dump(acme))).as(method).isEmpty();
        }

        assertThat(difference(ofRoot, dump(OrganizationKey.ROOT))).isEmpty();
        assertThat(store.count("audit_events WHERE kind = 'token' AND organization = " + globex.number()))
                .isOne();
    }

    /** So that the test above would notice it. */
    @Test
    void theSameChangesAreSeenInItsOwn() throws Exception {
        for (var each : changes.changes().entrySet()) {
            String method = each.getKey();
            Map<String, List<String>> before = dump(acme);
            each.getValue().accept(of(acme), rows);
            settle(method);
            assertThat(difference(before, dump(acme)).isEmpty())
                    .as(method)
                    .isEqualTo(method.startsWith("TokenLedger."));
        }
    }

    @Test
    void allNamesMayBeTheSameInEach() {
        for (OrganizationKey key :
                List.of(SampleOrganizations.add(store.organizations(), "globex"), OrganizationKey.ROOT)) {
            var own = new RowsOfEveryKind(key);
            store.writer.call(own::insert);
            own.counts()
                    .forEach((table, count) -> assertThat(store.count(table + " WHERE organization = " + key.number()))
                            .as(table)
                            .isGreaterThanOrEqualTo(count));
        }
    }

    @Test
    void theAdaptersCompareNamesWithinAnOrganization() {
        OrganizationKey globex = SampleOrganizations.add(store.organizations(), "globex");
        var own = new RowsOfEveryKind(globex);
        var event = SampleOrganizations.event("x", SampleOrganizations.named("globex"));

        assertThat(of(globex)
                        .trust()
                        .commit(List.of(
                                new TrustChange.IssuerAdded(own.issuer(), event),
                                new TrustChange.ApplicationAdded(own.application(), event),
                                new TrustChange.ApiResourceAdded(own.apiResource(), event))))
                .isEqualTo(new StoreOutcome.Stored());
        assertThat(of(globex).trust().load().issuers()).containsExactly(own.issuer());
        assertThat(of(acme).trust().load().issuers()).containsExactly(rows.issuer());
    }

    @Test
    void theSameAssertionIsRedeemedOnceInEach() {
        OrganizationKey globex = SampleOrganizations.add(store.organizations(), "globex");
        for (OrganizationKey key : List.of(globex, OrganizationKey.ROOT)) {
            assertThat(redeem(key)).isEqualTo(new Redemption.Recorded());
        }
        for (OrganizationKey key : List.of(acme, globex, OrganizationKey.ROOT)) {
            assertThat(redeem(key)).isEqualTo(Redemptions.replayed(AdapterReads.REDEEMED, NOW.plusSeconds(600)));
        }
    }

    /** The redemptions of a group are recorded together, whichever organizations they are of. */
    @Test
    void theSameAssertionInOneGroupIsRedeemedOnceInEach() throws Exception {
        OrganizationKey globex = SampleOrganizations.add(store.organizations(), "globex");
        var release = store.hold();
        List<Callable<Redemption>> calls = Stream.of(acme, globex, OrganizationKey.ROOT, globex)
                .<Callable<Redemption>>map(
                        key -> () -> of(key).ledger().redeem(Redemptions.key("new"), Redemptions.token()))
                .toList();
        release.countDown();

        assertThat(allAtOnce(calls))
                .filteredOn(new Redemption.Recorded()::equals)
                .hasSize(3);
        assertThat(store.count("issued_tokens WHERE organization = " + globex.number()))
                .isOne();
    }

    /** Waits until what a change leaves in memory is in the database. */
    private void settle(String method) throws InterruptedException {
        uses.flush();
        if (method.startsWith("TokenEvents.")) {
            OpenStore.await(() -> store.count("audit_events WHERE stage = 'minted'") == 2);
        }
    }

    private Redemption redeem(OrganizationKey key) {
        return of(key).ledger().redeem(Redemptions.key(AdapterReads.REDEEMED), Redemptions.token());
    }

    private OrganizationDatabase of(OrganizationKey key) {
        return new OrganizationDatabase(
                store.organization(key), () -> NOW, Duration.ofSeconds(10), audit.of(key), uses.of(key), WaysIn.USUAL);
    }

    private Map<String, Object> read(OrganizationDatabase database) {
        Map<String, Object> results = new TreeMap<>();
        reads.reads().forEach((method, read) -> results.put(method, read.apply(database, rows)));
        return results;
    }

    /** All rows of an organization, by their tables. */
    private Map<String, List<String>> dump(OrganizationKey key) {
        return store.readers.read(connection -> {
            Map<String, List<String>> rowsOfTables = new TreeMap<>();
            for (String table : rows.counts().keySet()) {
                rowsOfTables.put(
                        table,
                        Statements.list(
                                        connection,
                                        "SELECT * FROM %s WHERE organization = ?".formatted(table),
                                        SeparateOrganizationsContract::text,
                                        key.number())
                                .stream()
                                .sorted()
                                .toList());
            }
            rowsOfTables.put(
                    "trust_version",
                    Statements.list(
                            connection,
                            "SELECT * FROM trust_version WHERE id = ?",
                            SeparateOrganizationsContract::text,
                            key.number()));
            return rowsOfTables;
        });
    }

    /** The tables that are not the same, with their rows. */
    private static List<String> difference(Map<String, List<String>> before, Map<String, List<String>> after) {
        return before.keySet().stream()
                .filter(table -> !before.get(table).equals(after.get(table)))
                .map(table -> "%s: %s became %s".formatted(table, before.get(table), after.get(table)))
                .toList();
    }

    private static String text(ResultSet row) throws SQLException {
        var text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            Object value = row.getObject(i);
            text.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                    .append('|');
        }
        return text.toString();
    }
}
