package dev.countersign.server.store.organization;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationHost;
import dev.countersign.server.organization.OrganizationHost.Certificate;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.organization.OrganizationRecords.Result;
import dev.countersign.server.organization.OrganizationRecords.Version;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.Filters;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the organizations, on any engine. */
abstract class OrganizationsContract extends StoreContract {
    private static final Instant DELETED = NOW.plusSeconds(1);

    private SqlOrganizations organizations;

    @BeforeEach
    void choosePort() {
        organizations = store.organizations();
    }

    @Test
    void atFirstThereIsTheRootAlone() {
        assertThat(organizations.all()).singleElement().satisfies(root -> {
            assertThat(root.isRoot()).isTrue();
            assertThat(root.slug()).isEmpty();
            assertThat(root.enabled()).isTrue();
        });
        assertThat(organizations.versions().byNumber()).isEqualTo(Map.of(1L, new Version(1, 0)));
    }

    @Test
    void readsBackWhatWasAddedWithItsNumber() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        Organization globex = SampleOrganizations.added(organizations, "globex");

        assertThat(acme)
                .isEqualTo(new Organization(
                        2,
                        "organization-acme",
                        "acme",
                        "Name of acme",
                        true,
                        OrganizationLimits.NONE,
                        List.of(),
                        NOW,
                        NOW,
                        1));
        assertThat(globex.number()).isEqualTo(3);
        assertThat(organizations.all()).extracting(Organization::number).containsExactly(1L, 2L, 3L);
        assertThat(organizations.all()).contains(acme, globex);
        assertThat(organizations.versions().byNumber())
                .isEqualTo(Map.of(1L, new Version(1, 0), 2L, new Version(1, 0), 3L, new Version(1, 0)));
    }

    @Test
    void ofManyCallersOneGetsASlugAndEachANumberOfItsOwn() throws Exception {
        List<Callable<Result>> calls = IntStream.range(0, 8)
                .<Callable<Result>>mapToObj(i -> () -> add(new Organization(
                        Organization.NOT_STORED,
                        "id-" + i,
                        "acme-" + i / 2,
                        "Acme " + i,
                        true,
                        OrganizationLimits.NONE,
                        List.of(),
                        NOW,
                        NOW,
                        0)))
                .toList();

        List<Result> results = allAtOnce(calls);

        assertThat(results).filteredOn(Result.Done.class::isInstance).hasSize(4);
        assertThat(results).filteredOn(Result.Refusal.SLUG_TAKEN::equals).hasSize(4);
        assertThat(organizations.all()).extracting(Organization::number).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(events("organization.created")).isEqualTo(4);
    }

    @Test
    void replacesNameAndStateOfTheVersionThatWasRead() {
        Organization acme = SampleOrganizations.added(organizations, "acme");

        Result.Done changed = (Result.Done) replace(acme, "Acme Inc.", false);

        assertThat(changed.organization())
                .isEqualTo(new Organization(
                        2,
                        acme.id(),
                        "acme",
                        "Acme Inc.",
                        false,
                        OrganizationLimits.NONE,
                        List.of(),
                        NOW,
                        NOW.plusSeconds(1),
                        2));
        assertThat(organizations.all()).last().isEqualTo(changed.organization());
        assertThat(organizations.versions().byNumber().get(2L)).isEqualTo(new Version(2, 0));
        assertThat(replace(acme, "Another", true)).isEqualTo(Result.Refusal.STALE);
        assertThat(organizations.delete(acme, SampleOrganizations.event("organization.deleted", acme)))
                .isEqualTo(Result.Refusal.STALE);
        assertThat(replace(SampleOrganizations.named("unknown"), "Another", true))
                .isEqualTo(Result.Refusal.NOT_FOUND);
        assertThat(events("organization.changed"))
                .as("nothing is on record that did not happen")
                .isEqualTo(1);
    }

    @Test
    void keepsHostNamesInTheirOrderAndThatOfOneIsNoOthers() {
        List<OrganizationHost> hosts = List.of(
                new OrganizationHost("two.example", Optional.of(new Certificate("tls/two.pem", "/etc/two-key.pem"))),
                new OrganizationHost("one.example", Optional.empty()));
        Organization acme = ((Result.Done) add(with(SampleOrganizations.named("acme"), hosts))).organization();
        Organization globex = SampleOrganizations.added(organizations, "globex");

        assertThat(acme.hosts()).isEqualTo(hosts);
        assertThat(organizations.all()).contains(acme);
        List<OrganizationHost> taken = List.of(new OrganizationHost("one.example", Optional.empty()));
        assertThat(add(with(SampleOrganizations.named("other"), taken))).isEqualTo(Result.Refusal.HOST_TAKEN);
        assertThat(replaceHosts(globex, taken)).isEqualTo(Result.Refusal.HOST_TAKEN);
        assertThat(replace(acme, "Acme Inc.", false)).isInstanceOf(Result.Done.class);

        Organization renamed = organizations.all().get(1);
        assertThat(renamed.hosts()).isEqualTo(hosts);
        assertThat(replaceHosts(renamed, List.of(hosts.getFirst()))).isInstanceOf(Result.Done.class);
        assertThat(replaceHosts(globex, taken)).isInstanceOf(Result.Done.class);
    }

    @Test
    void theHostNameOfADeletedOneIsFree() {
        List<OrganizationHost> hosts = List.of(new OrganizationHost("one.example", Optional.empty()));
        Organization acme = ((Result.Done) add(with(SampleOrganizations.named("acme"), hosts))).organization();
        delete(acme);

        assertThat(add(with(SampleOrganizations.named("globex"), hosts))).isInstanceOf(Result.Done.class);
    }

    private static Organization with(Organization given, List<OrganizationHost> hosts) {
        return new Organization(
                given.number(),
                given.id(),
                given.slug(),
                given.name(),
                given.enabled(),
                given.limits(),
                hosts,
                given.createdAt(),
                given.updatedAt(),
                given.version());
    }

    private Result replaceHosts(Organization before, List<OrganizationHost> hosts) {
        Organization after = with(before, hosts);
        return organizations.replace(before, after, SampleOrganizations.event("organization.changed", after));
    }

    @Test
    void aDeletedOneIsGoneAtOnceAndNeitherItsNumberNorItsSlugIsUsedAgain() {
        Organization acme = SampleOrganizations.added(organizations, "acme");

        assertThat(delete(acme)).isEqualTo(new Result.Done(acme));

        assertThat(organizations.all()).extracting(Organization::slug).containsExactly("");
        assertThat(organizations.versions().byNumber()).containsOnlyKeys(1L);
        assertThat(delete(acme)).isEqualTo(Result.Refusal.NOT_FOUND);
        assertThat(replace(acme, "Acme", true)).isEqualTo(Result.Refusal.NOT_FOUND);
        assertThat(add(SampleOrganizations.named("acme"))).isEqualTo(Result.Refusal.SLUG_TAKEN);
        Result.Done next = (Result.Done) add(
                new Organization(0, "x", "acme-2", acme.name(), true, OrganizationLimits.NONE, List.of(), NOW, NOW, 0));
        assertThat(next.organization().number()).isEqualTo(3);
        assertThatThrownBy(() -> delete(organizations.all().getFirst())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRowsOfADeletedOneArePurgedWhenEveryNodeKnows() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        Organization globex = SampleOrganizations.added(organizations, "globex");
        for (Organization each : List.of(acme, globex)) {
            new SqlPeopleStore(store.organization(new OrganizationKey(each.number())), WaysIn.USUAL)
                    .keepSetupLink(Sha256.ofUtf8(each.slug()), NOW.plusSeconds(600));
        }
        var purge = new DeletedOrganizations(store.writer);
        delete(acme);

        purge.purge(DELETED.plus(DeletedOrganizations.KNOWN).minusMillis(1), 500, () -> true);
        assertThat(store.count("one_time_links")).isEqualTo(2);
        purge.purge(DELETED.plus(DeletedOrganizations.KNOWN), 500, () -> false);
        assertThat(store.count("one_time_links")).isEqualTo(2);
        purge.purge(DELETED.plus(DeletedOrganizations.KNOWN), 500, () -> true);
        assertThat(store.count("one_time_links")).isEqualTo(1);
        assertThat(store.count("one_time_links WHERE organization = " + globex.number()))
                .isEqualTo(1);
    }

    @Test
    void aDeletedOneIsPurgedUntilNoNodeWritesAnyMore() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        var people = new SqlPeopleStore(store.organization(new OrganizationKey(acme.number())), WaysIn.USUAL);
        var purge = new DeletedOrganizations(store.writer);
        delete(acme);
        purge.purge(DELETED.plus(DeletedOrganizations.ENDED), 500, () -> true);
        people.keepSetupLink(Sha256.ofUtf8("late"), NOW);

        Instant ended = DELETED.plus(DeletedOrganizations.ENDED).plusMillis(1);
        purge.purge(ended, 500, () -> true);
        assertThat(store.count("one_time_links")).isZero();
        assertThat(store.count("organizations WHERE purged_at IS NOT NULL")).isZero();
        purge.purge(ended, 500, () -> true);
        assertThat(store.number("SELECT purged_at FROM organizations WHERE number = 2"))
                .isEqualTo(ended.toEpochMilli());
        assertThat(store.count("trust_version")).isEqualTo(1);
    }

    @Test
    void purgesInSteps() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                for (int i = 0; i < 7; i++) {
                    statement.executeUpdate(
                            "INSERT INTO trust_owners (id, owner, organization) VALUES ('%s', 'x', 2)".formatted(i));
                }
                return 0;
            }
        });
        delete(acme);

        new DeletedOrganizations(store.writer).purge(DELETED.plus(Duration.ofMinutes(5)), 2, () -> true);

        assertThat(store.count("trust_owners")).isZero();
    }

    @Test
    void changesAreOnRecordInTheRootOrganization() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        Organization changed = ((Result.Done) replace(acme, "Acme", false)).organization();
        delete(changed);

        assertThat(store.count("audit_events WHERE organization = 1 AND kind = 'admin'"))
                .isEqualTo(3);
        assertThat(new AuditFinder(store.organization(new OrganizationKey(acme.number())))
                        .search(new Filters().build(), Duration.ofSeconds(5))
                        .found())
                .isEmpty();
    }

    @Test
    void countsWhatADeletionDeletes() {
        Organization acme = SampleOrganizations.added(organizations, "acme");
        assertThat(organizations.counts(acme).keySet())
                .containsExactly(
                        "trusted_token_issuers",
                        "applications",
                        "api_resources",
                        "administrators",
                        "access_tokens",
                        "audit_events");
        assertThat(organizations.counts(acme).values()).containsOnly(0L);
        assertThat(organizations.counts(organizations.all().getFirst())).containsEntry("audit_events", 1L);
    }

    @Test
    void everyTableWithAnOrganizationIsPurged() {
        assertThat(Arrays.stream(OrganizationRows.values()).map(OrganizationRows::table))
                .containsExactlyInAnyOrderElementsOf(tables());
    }

    /** The tables with a column {@code organization}, without partitions. */
    private Set<String> tables() {
        return store.readers.read(connection -> {
            Set<String> tables = new TreeSet<>();
            try (var columns = connection.getMetaData().getColumns(null, null, "%", "organization")) {
                while (columns.next()) {
                    tables.add(columns.getString("TABLE_NAME"));
                }
            }
            tables.removeIf(table -> table.matches(".*_(other|\\d+)"));
            return tables;
        });
    }

    private Result add(Organization organization) {
        return organizations.add(
                new NewOrganization(organization, SampleOrganizations.event("organization.created", organization)));
    }

    private Result replace(Organization before, String name, boolean enabled) {
        var after = new Organization(
                before.number(),
                before.id(),
                before.slug(),
                name,
                enabled,
                before.limits(),
                before.hosts(),
                before.createdAt(),
                NOW.plusSeconds(1),
                before.version());
        return organizations.replace(before, after, SampleOrganizations.event("organization.changed", after));
    }

    private Result delete(Organization organization) {
        return organizations.delete(
                organization, SampleOrganizations.event("organization.deleted", organization, DELETED));
    }
}
