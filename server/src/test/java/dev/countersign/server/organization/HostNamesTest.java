package dev.countersign.server.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the host names of organizations: which can be registered, and by whom. */
class HostNamesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Administrator ADMIN = new Administrator("admin", new CorrelationId("c1"));
    private static final ExpectedVersion ANY = new ExpectedVersion.Any();

    private final MemoryOrganizations memory = new MemoryOrganizations();
    private final OrganizationDirectory directory = new OrganizationDirectory(memory);
    private final Organizations organizations =
            new Organizations(memory, directory, memory, new SampleHostRules(), new SettableClock(NOW));

    static List<String> longest() {
        String label = "a".repeat(63);
        return List.of(label + ".example", String.join(".", label, label, label, "a".repeat(61)));
    }

    static List<String> tooLong() {
        String label = "a".repeat(63);
        return List.of(label + "a.example", String.join(".", label, label, label, "a".repeat(62)));
    }

    private static Map<String, Object> host(String name) {
        return Map.of("name", name);
    }

    private Outcome<Organizations.Created> create(String slug, List<Map<String, Object>> hosts) {
        return organizations.create(ADMIN, Map.of("slug", slug, "name", slug, "hosts", hosts));
    }

    private Organization created(String slug, String... names) {
        List<Map<String, Object>> hosts =
                List.of(names).stream().map(HostNamesTest::host).toList();
        return create(slug, hosts) instanceof Outcome.Done<Organizations.Created>(var made)
                ? made.organization()
                : org.assertj.core.api.Assertions.fail("not created");
    }

    private static List<Problem> problems(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Invalid<?>(var problems) -> problems;
            case Outcome.Conflict<?>(var _, var _, var problems) -> problems;
            default -> List.of();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "auth.acme.example", "auth-2.acme.example", "1.example", "xn--bcher-kva.example"})
    @MethodSource("longest")
    void takesName(String name) {
        assertThat(created("acme", name).hostNames()).containsExactly(name);
        assertThat(directory.ofHost(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "localhost",
                "Auth.acme.example",
                "auth.acme.example.",
                ".acme.example",
                "auth..example",
                "-auth.example",
                "auth-.example",
                "auth_2.example",
                "*.acme.example",
                "auth.acme.example:8443",
                "https://auth.acme.example",
                "auth.acme.example/",
                "127.0.0.1",
                "10.1",
                "[::1]",
                "::1",
                "bücher.example",
                "auth.acme.example\n",
                "auth.acme.example,b",
                "tokens.example.com"
            })
    @MethodSource("tooLong")
    void refusesName(String name) {
        assertThat(problems(create("acme", List.of(host(name)))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts/0/name");
        assertThat(memory.all()).isEmpty();
    }

    @Test
    void saysInWhichFormAnInternationalizedNameIsWritten() {
        assertThat(problems(create("acme", List.of(host("bücher.example")))))
                .extracting(Problem::detail)
                .first()
                .asString()
                .contains("ASCII form", "xn--");
    }

    @Test
    void takesTenNamesAndNoMore() {
        List<Map<String, Object>> eleven =
                IntStream.range(0, 11).mapToObj(i -> host("a" + i + ".example")).toList();

        assertThat(problems(create("acme", eleven)))
                .extracting(Problem::pointer)
                .containsExactly("/hosts");
        assertThat(create("acme", eleven.subList(0, 10))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aNameIsThatOfOneOrganization() {
        created("acme", "auth.acme.example");
        Organization globex = created("globex", "auth.globex.example");

        assertThat(create("other", List.of(host("auth.acme.example")))).isInstanceOf(Outcome.Conflict.class);
        assertThat(problems(organizations.change(
                        ADMIN, globex.id(), ANY, Map.of("hosts", List.of(host("auth.acme.example"))))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts");
        assertThat(problems(create("twice", List.of(host("a.example"), host("a.example")))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts/1/name");
        assertThat(directory.ofHost("auth.acme.example").map(Organization::slug))
                .contains("acme");
    }

    @Test
    void theNameOfADeletedOrganizationIsFree() {
        Organization acme = created("acme", "auth.acme.example");
        organizations.change(ADMIN, acme.id(), ANY, Map.of("enabled", false));
        assertThat(create("other", List.of(host("auth.acme.example")))).isInstanceOf(Outcome.Conflict.class);

        organizations.delete(ADMIN, acme.id(), ANY);
        assertThat(created("other", "auth.acme.example").slug()).isEqualTo("other");
    }

    @Test
    void aChangeReplacesAllNamesAndNullOrAnEmptyListRemovesThem() {
        Organization acme = created("acme", "one.example", "two.example");

        organizations.change(ADMIN, acme.id(), ANY, Map.of("name", "Acme Inc."));
        assertThat(organizations.find(acme.id()).orElseThrow().hostNames())
                .containsExactly("one.example", "two.example");
        organizations.change(ADMIN, acme.id(), ANY, Map.of("hosts", List.of(host("two.example"))));
        assertThat(organizations.find(acme.id()).orElseThrow().hostNames()).containsExactly("two.example");
        assertThat(directory.ofHost("one.example")).isEmpty();
        organizations.change(ADMIN, acme.id(), ANY, Map.of("hosts", JsonNull.NULL));
        assertThat(organizations.find(acme.id()).orElseThrow().hosts()).isEmpty();
        created("other", "two.example");
        organizations.change(ADMIN, acme.id(), ANY, Map.of("hosts", List.of()));
        assertThat(directory.ofHost("two.example").map(Organization::slug)).contains("other");
    }

    @Test
    void aCertificateHasTwoFilesThatCanBeUsed() {
        Map<String, Object> host = new HashMap<>(Map.of("name", "auth.acme.example", "certificate_file", "a.pem"));
        assertThat(problems(create("acme", List.of(host))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts/0/key_file");

        host.put("key_file", "a.key");
        host.put("certificate_file", JsonNull.NULL);
        assertThat(problems(create("acme", List.of(host))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts/0/certificate_file");

        host.put("certificate_file", "missing.pem");
        assertThat(problems(create("acme", List.of(host))))
                .extracting(Problem::pointer)
                .containsExactly("/hosts/0/certificate_file");

        host.put("certificate_file", "a.pem");
        assertThat(create("acme", List.of(host))).isInstanceOf(Outcome.Done.class);
        assertThat(memory.all().getFirst().hosts())
                .containsExactly(new OrganizationHost(
                        "auth.acme.example", Optional.of(new OrganizationHost.Certificate("a.pem", "a.key"))));
    }

    @Test
    void filesThatAreMissingNowDoNotPreventAnotherChange() {
        var files = new OrganizationHost.Certificate("missing.pem", "a.key");
        Organization acme = created("acme");
        Organization before = memory.all().getFirst();
        memory.replace(
                before,
                new Organization(
                        before.number(),
                        before.id(),
                        before.slug(),
                        before.name(),
                        true,
                        before.limits(),
                        List.of(new OrganizationHost("auth.acme.example", Optional.of(files))),
                        NOW,
                        NOW,
                        before.version()),
                memory.events.getFirst());

        Map<String, Object> document =
                organizations.find(acme.id()).orElseThrow().document();
        document.put("name", "Acme Inc.");
        assertThat(organizations.change(ADMIN, acme.id(), ANY, document)).isInstanceOf(Outcome.Done.class);
    }
}
