package dev.countersign.server.store.organization;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationRecords.Result;
import dev.countersign.server.organization.OrganizationRecords.Version;
import dev.countersign.server.people.Invitation;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.Filters;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of new organizations that are stored with their contents, on any engine. */
abstract class NewOrganizationsContract extends StoreContract {
    private static final TrustedIssuer PARTNER = SampleIssuer.partner().build();
    private static final Administrator ADMINISTRATOR = new Administrator("admin@root", new CorrelationId("c"));

    private SqlOrganizations organizations;

    @BeforeEach
    void choosePort() {
        organizations = store.organizations();
    }

    @Test
    void anOrganizationIsStoredWithItsContents() {
        var acme = ((Result.Done) organizations.add(filled("acme", "ada", "bob"))).organization();
        OrganizationStore within = store.organization(new OrganizationKey(acme.number()));

        assertThat(new SqlTrustStore(within).load().issuers()).containsExactly(PARTNER);
        assertThat(new SqlPeopleStore(within, WaysIn.USUAL).people())
                .extracting(Person::username, Person::canSignIn)
                .containsExactly(tuple("ada", false), tuple("bob", false));
        assertThat(store.count("one_time_links WHERE organization = " + acme.number()))
                .isEqualTo(2);
        assertThat(organizations.versions().byNumber()).containsEntry(acme.number(), new Version(1, 1));
        assertThat(new AuditFinder(within)
                        .search(new Filters().build(), Duration.ofSeconds(5))
                        .found())
                .extracting(event -> event.stage())
                .containsExactly(
                        "administrator.created",
                        "administrator.created",
                        "trusted_token_issuer.created",
                        "organization.imported");
        assertThat(events("organization.created")).isEqualTo(1);
    }

    @Test
    void anOrganizationWhoseContentsCannotBeStoredIsNotStored() {
        assertThatThrownBy(() -> organizations.add(filled("acme", "ada", "ADA")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(organizations.all()).hasSize(1);
        for (String table : List.of(
                "trusted_token_issuers",
                "administrators",
                "one_time_links",
                "audit_events",
                "trust_version WHERE id > 1")) {
            assertThat(store.count(table)).as(table).isZero();
        }
        assertThat(SampleOrganizations.added(organizations, "acme").number()).isEqualTo(2);
    }

    @Test
    void aDisabledPersonGetsNoLink() {
        Invitation invitation = Invitation.of("ada", Role.VIEWER, false, NOW);
        organizations.add(new NewOrganization(
                SampleOrganizations.named("acme"),
                SampleOrganizations.event("organization.created", SampleOrganizations.named("acme")),
                List.of(),
                List.of(),
                List.of(invitation.change(ADMINISTRATOR)),
                Optional.empty()));

        assertThat(store.count("administrators")).isEqualTo(1);
        assertThat(store.count("one_time_links")).isZero();
    }

    @Test
    void theLinkForTheFirstPersonIsStoredWithTheOrganization() {
        Organization acme = SampleOrganizations.named("acme");
        Sha256 hash = Sha256.ofUtf8("a code");
        organizations.add(new NewOrganization(
                acme,
                SampleOrganizations.event("organization.created", acme),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new NewOrganization.SetupLink(hash, NOW.plusSeconds(60)))));

        var people = new SqlPeopleStore(
                store.organization(
                        new OrganizationKey(organizations.all().getLast().number())),
                WaysIn.USUAL);
        assertThat(people.isSetupOpen(hash, NOW.plusSeconds(59))).isTrue();
        assertThat(people.isSetupOpen(hash, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void anEventIsRecordedInBothOrganizations() {
        Organization acme = SampleOrganizations.added(organizations, "acme");

        organizations.record(
                acme,
                SampleOrganizations.event("organization.exported", acme),
                SampleOrganizations.event("organization.exported", acme));

        for (long number : List.of(Organization.ROOT, acme.number())) {
            assertThat(store.count("audit_events WHERE stage = 'organization.exported' AND organization = " + number))
                    .isEqualTo(1);
        }
    }

    /** An organization with an issuer and these people. */
    private static NewOrganization filled(String slug, String... usernames) {
        Organization organization = SampleOrganizations.named(slug);
        return new NewOrganization(
                organization,
                SampleOrganizations.event("organization.created", organization),
                List.of(SampleOrganizations.event("organization.imported", organization)),
                List.of(new TrustChange.IssuerAdded(
                        PARTNER, SampleOrganizations.event("trusted_token_issuer.created", organization))),
                Arrays.stream(usernames)
                        .<PeopleChange>map(name -> Invitation.of(name, Role.ADMINISTRATOR, true, NOW)
                                .change(ADMINISTRATOR))
                        .toList(),
                Optional.empty());
    }
}
