package dev.countersign.server.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the use cases on organizations. */
class OrganizationsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Administrator ADMIN = new Administrator("admin", new CorrelationId("c1"));
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();

    private final MemoryOrganizations memory = new MemoryOrganizations();
    private final OrganizationDirectory directory = new OrganizationDirectory(memory);
    private final Organizations organizations =
            new Organizations(memory, directory, memory, new SampleHostRules(), new SettableClock(NOW));

    @Test
    void anOrganizationIsServedAsSoonAsItIsCreated() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));

        assertThat(acme.name()).isEqualTo("Acme");
        assertThat(directory.enabled("acme")).contains(acme);
        assertThat(memory.events).extracting(AdminEvent::action).containsExactly("organization.created");
    }

    @Test
    void aStoreThatFailsAfterAChangeDoesNotHideIt() {
        memory.readableChanges = 0;
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));
        assertThat(directory.enabled("acme")).contains(acme);

        memory.readableChanges = 1;
        assertThat(organizations.change(ADMIN, acme.id(), ANY, Map.of("enabled", false)))
                .isInstanceOf(Outcome.Done.class);
        assertThat(directory.enabled("acme")).isEmpty();

        memory.readableChanges = 2;
        assertThat(organizations.delete(ADMIN, acme.id(), ANY)).isInstanceOf(Outcome.Done.class);
        assertThat(directory.all()).isEmpty();
    }

    @Test
    void aNameIsRequiredAndUnique() {
        created(Map.of("slug", "acme", "name", "Acme"));

        assertThat(problems(organizations.create(ADMIN, Map.of("slug", "other"))))
                .extracting(Problem::pointer)
                .containsExactly("/name");
        assertThat(organizations.create(ADMIN, Map.of("slug", "other", "name", "ACME")))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("duplicate"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "0", "a-", "acme-2", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggg"})
    void takesSlug(String slug) {
        assertThat(created(Map.of("slug", slug, "name", "Acme")).slug()).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "Acme",
                "ac me",
                "ac/me",
                "ac_me",
                "äcme",
                "acme\n",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg"
            })
    void refusesSlug(String slug) {
        assertThat(problems(organizations.create(ADMIN, Map.of("slug", slug, "name", "Acme"))))
                .extracting(Problem::pointer)
                .containsExactly("/slug");
        assertThat(memory.events).isEmpty();
    }

    @Test
    void aSlugIsNeverUsedAgain() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme", "enabled", false));
        assertThat(organizations.delete(ADMIN, acme.id(), ANY)).isInstanceOf(Outcome.Done.class);

        assertThat(organizations.create(ADMIN, Map.of("slug", "acme", "name", "Acme")))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("duplicate"));
    }

    @Test
    void anUnusableClientCreatesNothing() {
        Map<String, Object> client = Map.of("client_id", "admin", "client_secret", "short");

        assertThat(problems(organizations.create(
                        ADMIN, Map.of("slug", "acme", "name", "Acme", "bootstrap_client", client))))
                .extracting(Problem::pointer)
                .containsExactly("/bootstrap_client");
        assertThat(memory.all()).isEmpty();
        assertThat(memory.contents).isEmpty();
    }

    @Test
    void onlyADisabledOrganizationIsDeleted() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));

        assertThat(organizations.delete(ADMIN, acme.id(), ANY))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("organization_enabled"));
        assertThat(directory.enabled("acme")).isPresent();
    }

    @Test
    void aDisabledOrganizationIsNotServed() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));

        organizations.change(ADMIN, acme.id(), ANY, Map.of("enabled", false));
        assertThat(directory.enabled("acme")).isEmpty();
        organizations.change(ADMIN, acme.id(), ANY, Map.of("enabled", true));
        assertThat(directory.enabled("acme")).isPresent();
    }

    @Test
    void theSlugAndWhatIsReadOnlyNeverChange() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));

        assertThat(problems(organizations.change(ADMIN, acme.id(), ANY, Map.of("slug", "other", "id", "other"))))
                .extracting(Problem::pointer)
                .containsExactlyInAnyOrder("/slug", "/id");
        assertThat(organizations.change(ADMIN, acme.id(), ANY, acme.document())).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aPatchOfLimitsChangesThoseItNames() {
        Organization acme = created(Map.of(
                "slug", "acme", "name", "Acme", "limits", Map.of("applications", 5L, "requests_per_second", 10L)));

        organizations.change(
                ADMIN,
                acme.id(),
                ANY,
                Map.of("limits", Map.of("applications", JsonNull.NULL, "trusted_token_issuers", 2L)));

        assertThat(organizations.find(acme.id()).orElseThrow().limits())
                .isEqualTo(new OrganizationLimits(Optional.empty(), Optional.of(2L), Optional.of(10L)));
    }

    @Test
    void aChangeOfAnotherVersionIsRefused() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));
        var first = new ExpectedVersion.OneOf(List.of(Organizations.version(acme)));

        assertThat(organizations.change(ADMIN, acme.id(), first, Map.of("name", "One")))
                .isInstanceOf(Outcome.Done.class);
        assertThat(organizations.change(ADMIN, acme.id(), first, Map.of("name", "Two")))
                .isInstanceOf(Outcome.Stale.class);
        assertThat(organizations.delete(ADMIN, acme.id(), first)).isInstanceOf(Outcome.Stale.class);
    }

    @Test
    void thereIsALinkWhileTheOrganizationHasNoPeople() {
        Organization acme = created(Map.of("slug", "acme", "name", "Acme"));
        assertThat(organizations.link(ADMIN, acme.id())).isInstanceOf(Outcome.Done.class);

        memory.withPeople.add("acme");
        assertThat(organizations.link(ADMIN, acme.id())).isInstanceOf(Outcome.Conflict.class);
    }

    private Organization created(Map<String, Object> input) {
        return organizations.create(ADMIN, input) instanceof Outcome.Done<Organizations.Created>(var created)
                ? created.organization()
                : org.assertj.core.api.Assertions.fail("not created");
    }

    private static List<Problem> problems(Outcome<?> outcome) {
        return outcome instanceof Outcome.Invalid<?>(var problems) ? problems : List.of();
    }
}
