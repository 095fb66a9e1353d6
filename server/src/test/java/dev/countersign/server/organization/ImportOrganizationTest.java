package dev.countersign.server.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Authority;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.organization.Organizations.Imported;
import dev.countersign.server.people.Role;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.plan.TrustPlan.IssuedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of the import and the export of a whole organization. */
class ImportOrganizationTest {
    private static final Administrator ADMIN = new Administrator(
            "admin", new CorrelationId("c1"), new Authority.Held(ScopeSet.of(List.of("admin:write"))));
    private static final String ISSUER =
            "{'name':'%s','issuer':'https://%s.example','keys':{'jwks_url':'https://%s.example/jwks'}}";
    private static final String PARTNER = ISSUER.replace("%s", "partner");

    private final MemoryOrganizations memory = new MemoryOrganizations();
    private final Organizations organizations = new Organizations(
            memory,
            new OrganizationDirectory(memory),
            memory,
            new SampleHostRules(),
            new SettableClock(Instant.parse("2030-01-01T12:00:00Z")));

    /** A document of Acme with these members in addition. */
    private static Map<String, Object> document(String more) {
        return TestJson.object("{'organization':'acme','organization_settings':{'name':'Acme'}" + more + "}");
    }

    @Test
    void peopleWithoutAnEnabledAdministratorAreRefused() {
        for (String person : List.of("'role':'viewer'", "'role':'administrator','enabled':false")) {
            Outcome<Imported> outcome = importing(",'people':[{'username':'ada'," + person + "}]");

            assertThat(outcome).isInstanceOf(Outcome.Invalid.class);
            assertThat(outcome.toString()).contains("/people", "enabled administrator");
        }
    }

    private Outcome<Imported> importing(String more) {
        return organizations.importFrom(ADMIN, document(more));
    }

    private Imported imported(String more) {
        return importing(more) instanceof Outcome.Done<Imported>(var imported)
                ? imported
                : org.assertj.core.api.Assertions.fail("not imported: " + importing(more));
    }

    private static List<String> problems(Outcome<?> outcome) {
        List<Problem> problems = switch (outcome) {
            case Outcome.Invalid<?>(var invalid) -> invalid;
            case Outcome.Conflict<?>(var _, var _, var conflicts) -> conflicts;
            case Outcome.Forbidden<?>(var forbidden) -> forbidden;
            default -> List.of();
        };
        return problems.stream()
                .map(problem -> problem.pointer() + " " + problem.code())
                .toList();
    }

    @Test
    void createsTheOrganizationWithEverythingOfTheDocument() {
        Imported acme = imported(",'trusted_token_issuers':[" + PARTNER + "],'applications':[{'name':'orders'}],"
                + "'people':[{'username':'ada','role':'administrator'}]");

        assertThat(acme.organization().enabled()).isTrue();
        assertThat(acme.secrets()).extracting(IssuedSecret::application).containsExactly("orders");
        assertThat(acme.administratorLink()).as("it has people").isEmpty();
        assertThat(acme.people()).singleElement().satisfies(ada -> {
            assertThat(ada.person().role()).isEqualTo(Role.ADMINISTRATOR);
            assertThat(ada.link().orElseThrow()).contains("/t/acme/console/welcome?code=");
        });
        assertThat(acme.toString() + acme.people())
                .doesNotContain("code=", acme.secrets().getFirst().secret());
        NewOrganization stored =
                Optional.ofNullable(memory.contents.get("acme")).orElseThrow();
        assertThat(stored.trust())
                .extracting(change -> change.event().action())
                .startsWith("trusted_token_issuer.created", "application.created");
        assertThat(stored.trust()).extracting(change -> change.event().actor()).containsOnly("admin@root");
    }

    @Test
    void anOrganizationWithoutPeopleHasALinkForItsFirstAdministrator() {
        assertThat(imported("").administratorLink()).isPresent();
    }

    @Test
    void aStoreThatFailsAfterTheImportDoesNotHideItAndWhatIsShownOnce() {
        memory.readableChanges = 0;

        Imported acme = imported(",'applications':[{'name':'orders'}]");

        assertThat(acme.secrets()).hasSize(1);
        String link = acme.administratorLink().orElseThrow();
        NewOrganization stored =
                Optional.ofNullable(memory.contents.get("acme")).orElseThrow();
        assertThat(stored.setupLink().orElseThrow().hash())
                .isEqualTo(Sha256.ofUtf8(link.substring(link.indexOf('=') + 1)));
    }

    @Test
    void aDisabledPersonHasNoLink() {
        assertThat(imported(",'people':[{'username':'bob','role':'administrator'},"
                                + "{'username':'ada','role':'viewer','enabled':false}]")
                        .people())
                .last()
                .satisfies(ada -> {
                    assertThat(ada.person().enabled()).isFalse();
                    assertThat(ada.link()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ,'peeple':[]                                                                | /peeple unknown_member
            ,'owner':'x'                                                                | /owner unknown_member
            ,'people':{}                                                                | /people wrong_type
            ,'people':['ada']                                                           | /people/0 wrong_type
            ,'people':[{'username':'ada','role':'viewer','password':'x'}]               | /people/0/password unknown_member
            ,'people':[{'username':'ada'}]                                              | /people/0/role required
            ,'people':[{'username':'ada','role':'owner'}]                               | /people/0/role not_allowed
            ,'people':[{'username':'ada','role':'viewer','enabled':'no'}]               | /people/0/enabled wrong_type
            ,'people':[{'username':'ada@root','role':'viewer'}]                         | /people/0/username reserved
            ,'people':[{'username':' ada','role':'viewer'}]                             | /people/0/username malformed
            ,'people':[{'username':'a','role':'viewer'},{'username':'A','role':'viewer'}] | /people/1/username duplicate
            ,'trusted_token_issuers':{}                                                 | /trusted_token_issuers wrong_type
            ,'trusted_token_issuers':[{'name':'x'}]                                     | /trusted_token_issuers/0/issuer required
            ,'applications':[{'name':'a'},{'name':'a'}]                                 | /applications/1/name duplicate
            """)
    void refusesWithThePlace(String more, String problem) {
        assertThat(problems(importing(more))).contains(problem);
        assertThat(memory.all()).isEmpty();
        assertThat(memory.events).isEmpty();
    }

    @Test
    void refusesAnIdentifierThatIsRegisteredTwice() {
        String twin = PARTNER.replace("'name':'partner'", "'name':'twin'");

        assertThat(problems(importing(",'trusted_token_issuers':[" + PARTNER + "," + twin + "]")))
                .contains("/trusted_token_issuers/1/issuer duplicate");
    }

    @Test
    void refusesTheOrganizationItselfAsAnIssuer() {
        String own =
                "{'name':'own','issuer':'https://self.example/t/acme','keys':{'jwks_url':'https://a.example/jwks'}}";

        assertThat(problems(importing(",'trusted_token_issuers':[" + own + "]")))
                .singleElement()
                .asString()
                .startsWith("/trusted_token_issuers/0/issuer");
        assertThat(problems(importing(",'trusted_token_issuers':[" + own.replace("/t/acme", "/t/other") + "]")))
                .isEmpty();
    }

    @Test
    void reportsProblemsOfAllPartsAtOnce() {
        assertThat(problems(organizations.importFrom(
                        ADMIN,
                        TestJson.object("{'organization':'acme','organization_settings':{'limits':{'applications':-1}},"
                                + "'applications':[{}],'people':[{}]}"))))
                .contains(
                        "/organization_settings/name required",
                        "/organization_settings/limits/applications out_of_range",
                        "/applications/0/name required",
                        "/people/0/username required");
        assertThat(problems(organizations.importFrom(ADMIN, Map.of())))
                .containsExactlyInAnyOrder("/organization required", "/organization_settings required");
    }

    @Test
    void aSlugOrNameThatIsTakenIsNamedAtItsPlaceInTheDocument() {
        imported("");

        assertThat(problems(importing(""))).containsExactly("/organization_settings/name duplicate");
        Map<String, Object> renamed = TestJson.with(document(""), "organization_settings", Map.of("name", "Other"));
        assertThat(problems(organizations.importFrom(ADMIN, renamed))).containsExactly("/organization duplicate");
    }

    @Test
    void theSlugOfADeletedOrganizationStaysReserved() {
        Organization acme = imported("").organization();
        var any = new ExpectedVersion.Any();
        organizations.change(ADMIN, acme.id(), any, Map.of("enabled", false));
        organizations.delete(ADMIN, acme.id(), any);

        assertThat(problems(importing(""))).containsExactly("/organization duplicate");
    }

    @Test
    void theLimitsOfTheDocumentHoldForItsContents() {
        String two = ",'applications':[{'name':'a'},{'name':'b'}]";

        assertThat(organizations.importFrom(ADMIN, limited(two, 1)))
                .isInstanceOfSatisfying(
                        Outcome.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("limit_reached"));
        assertThat(memory.all()).isEmpty();
        assertThat(organizations.importFrom(ADMIN, limited(two, 2))).isInstanceOf(Outcome.Done.class);
    }

    private static Map<String, Object> limited(String more, long applications) {
        return TestJson.with(
                document(more),
                "organization_settings",
                Map.of("name", "Acme", "limits", Map.of("applications", applications)));
    }

    @Test
    void scopesOfAdministrationNeedAnAdministratorWhoHoldsThem() {
        String application = ",'applications':[{'name':'a','grant_types':['client_credentials'],'scopes':['%s']}]";

        assertThat(importing(application.formatted("admin:read"))).isInstanceOf(Outcome.Forbidden.class);
        assertThat(memory.all()).isEmpty();
        assertThat(importing(application.formatted("admin:write"))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anExportHasTheSettingsAndThePeopleWithoutDefaults() {
        Organization acme = imported(",'people':[{'username':'ada','role':'administrator'},"
                        + "{'username':'bob','role':'editor','enabled':false}]")
                .organization();

        assertThat(organizations.export(ADMIN, acme.id()))
                .isEqualTo(new Outcome.Done<>(
                        document(",'applications':[],'people':[{'username':'ada','role':'administrator'},"
                                + "{'username':'bob','role':'editor','enabled':false}]")));
        assertThat(organizations.export(ADMIN, "unknown")).isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void theApplicationOfABootstrapAdministratorIsThereWhateverTheLimits() {
        organizations.create(
                ADMIN,
                Map.of(
                        "slug",
                        "acme",
                        "name",
                        "Acme",
                        "limits",
                        Map.of("applications", 0L),
                        "bootstrap_client",
                        Map.of("client_id", "admin", "client_secret", "s".repeat(40))));

        assertThat(Optional.ofNullable(memory.contents.get("acme"))
                        .orElseThrow()
                        .trust())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.event().action()).isEqualTo("application.created");
                    assertThat(change.event().actor()).isEqualTo("bootstrap");
                });
    }
}
