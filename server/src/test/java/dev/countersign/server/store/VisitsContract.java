package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.organization.NewOrganization;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.organization.OrganizationLimits;
import dev.countersign.server.organization.OrganizationRecords;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.people.Visit;
import dev.countersign.server.people.VisitedOrganization;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.organization.SqlOrganizations;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.people.SqlVisits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of visits in other organizations, on any engine. */
abstract class VisitsContract extends StoreContract {
    private static final Sha256 SESSION = Sha256.ofUtf8("session in the root organization");
    private static final Sha256 ENTRANCE = Sha256.ofUtf8("entrance");
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.ADMINISTRATOR);

    private PeopleStore root;
    private Organization acme;
    private Organization globex;
    private PeopleStore inAcme;
    private PeopleStore inGlobex;

    @BeforeEach
    void signInToRoot() {
        root = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
        for (Person person : List.of(ADA, BOB)) {
            assertThat(root.commit(new PeopleChange.Added(person, "hash", event())))
                    .isEqualTo(Result.DONE);
        }
        assertThat(root.begin(
                        new Session(new SessionId("s"), ADA, NOW, NOW, "2001:db8::1", "Browser"), SESSION, event()))
                .isTrue();
        acme = added("acme");
        globex = added("globex");
        inAcme = peopleOf(acme);
        inGlobex = peopleOf(globex);
    }

    @Test
    void aVisitorIsAnAdministratorOfTheVisitedOrganizationAlone() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        Session visit = inAcme.session(ENTRANCE).orElseThrow();
        assertThat(visit.isVisit()).isTrue();
        assertThat(visit.id()).isEqualTo(new SessionId("v"));
        assertThat(visit.person().username()).isEqualTo("ada@root");
        assertThat(visit.person().role()).isEqualTo(Role.ADMINISTRATOR);
        assertThat(inAcme.sessions()).containsExactly(visit);
        assertThat(inAcme.people()).isEmpty();
        assertThat(inGlobex.session(ENTRANCE)).isEmpty();
        assertThat(inGlobex.sessions()).isEmpty();
        assertThat(root.session(ENTRANCE)).isEmpty();
        assertThat(inAcme.session(SESSION)).isEmpty();
        assertThat(root.sessions()).extracting(Session::isVisit).containsExactly(false);
    }

    @Test
    void bothOrganizationsHaveTheEntryOnRecord() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        assertThat(store.count("audit_events WHERE stage = 'here' AND organization = 1"))
                .isEqualTo(1);
        assertThat(store.count("audit_events WHERE stage = 'there' AND organization = " + acme.number()))
                .isEqualTo(1);
    }

    @Test
    void aVisitEndsWithItsSession() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        assertThat(root.end(new SessionId("s"), event())).isTrue();

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
        assertThat(inAcme.sessions()).isEmpty();
        assertThat(store.count("visiting_sessions")).isZero();
    }

    @Test
    void aVisitEndsWhenItsPersonIsDisabled() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        commit(new PeopleChange.EnabledChanged(ADA.id(), false, event()));

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
        assertThat(visit("w", Sha256.ofUtf8("another"), acme)).isFalse();
    }

    @Test
    void aVisitEndsWhenItsPersonIsRemoved() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        commit(new PeopleChange.Removed(ADA.id(), event()));

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
    }

    @Test
    void aVisitEndsWhenItsPersonIsNoAdministratorAnyMore() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        commit(new PeopleChange.RoleChanged(ADA.id(), Role.EDITOR, event()));

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
        assertThat(inAcme.sessions()).isEmpty();
        assertThat(root.session(SESSION)).isPresent();
        assertThat(visit("w", Sha256.ofUtf8("another"), acme)).isFalse();
    }

    @Test
    void enteringAgainEndsTheEarlierVisitOfTheSameOrganization() {
        var again = Sha256.ofUtf8("again");
        var elsewhere = Sha256.ofUtf8("elsewhere");
        assertThat(visit("v", ENTRANCE, acme)).isTrue();
        assertThat(visit("e", elsewhere, globex)).isTrue();

        assertThat(visit("w", again, acme)).isTrue();

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
        assertThat(inAcme.session(again)).isPresent();
        assertThat(inGlobex.session(elsewhere)).isPresent();
    }

    @Test
    void theUseOfAVisitIsAUseOfItsSession() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();

        inAcme.seen(new SessionId("v"), NOW.plusSeconds(60));
        inGlobex.seen(new SessionId("v"), NOW.plusSeconds(90));
        inAcme.seen(new SessionId("v"), NOW);

        assertThat(root.session(SESSION).orElseThrow().lastSeenAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(inAcme.session(ENTRANCE).orElseThrow().lastSeenAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void theVisitedOrganizationCanEndAVisitAndNotTheSession() {
        assertThat(visit("v", ENTRANCE, acme)).isTrue();
        assertThat(inGlobex.end(new SessionId("v"), event())).isFalse();
        assertThat(inAcme.end(new SessionId("s"), event())).isFalse();

        assertThat(inAcme.end(new SessionId("v"), event())).isTrue();

        assertThat(inAcme.session(ENTRANCE)).isEmpty();
        assertThat(root.session(SESSION)).isPresent();
    }

    @Test
    void noVisitBeginsWithoutASessionOrInAnOrganizationThatIsNotServed() {
        Organization disabled = new Organization(
                acme.number(),
                acme.id(),
                acme.slug(),
                acme.name(),
                false,
                OrganizationLimits.NONE,
                List.of(),
                acme.createdAt(),
                acme.updatedAt(),
                acme.version());
        assertThat(organizations().replace(acme, disabled, event()))
                .isInstanceOf(OrganizationRecords.Result.Done.class);

        assertThat(visit("v", ENTRANCE, acme)).isFalse();
        assertThat(new SqlVisits(store.writer, store.readers)
                        .begin(
                                new Visit(new SessionId("v"), ENTRANCE, Sha256.ofUtf8("no session"), visited(globex)),
                                named("here"),
                                named("there")))
                .isFalse();
        assertThat(events("here") + events("there")).isZero();
    }

    private void commit(PeopleChange change) {
        assertThat(root.commit(change)).isEqualTo(Result.DONE);
    }

    private boolean visit(String id, Sha256 token, Organization organization) {
        return new SqlVisits(store.writer, store.readers)
                .begin(
                        new Visit(new SessionId(id), token, SESSION, visited(organization)),
                        named("here"),
                        named("there"));
    }

    private static VisitedOrganization visited(Organization organization) {
        return new VisitedOrganization(organization.number(), organization.id(), organization.slug());
    }

    private PeopleStore peopleOf(Organization organization) {
        return new SqlPeopleStore(
                new OrganizationStore(store.writer, store.readers, new OrganizationKey(organization.number())),
                WaysIn.USUAL);
    }

    private OrganizationRecords organizations() {
        return new SqlOrganizations(store.writer, store.readers);
    }

    private Organization added(String slug) {
        var organization = new Organization(
                Organization.NOT_STORED,
                "id of " + slug,
                slug,
                slug,
                true,
                OrganizationLimits.NONE,
                List.of(),
                NOW,
                NOW,
                1);
        OrganizationRecords.Result result = organizations().add(new NewOrganization(organization, event()));
        assertThat(result).isInstanceOf(OrganizationRecords.Result.Done.class);
        return ((OrganizationRecords.Result.Done) result).organization();
    }

    private static AdminEvent named(String action) {
        AdminEvent event = event();
        return new AdminEvent(
                event.at(),
                event.correlationId(),
                event.actor(),
                action,
                event.targetId(),
                event.targetName(),
                Optional.empty(),
                Optional.empty());
    }
}
