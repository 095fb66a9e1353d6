package dev.countersign.server.store.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.server.diagnosis.StoredState.Facts;
import dev.countersign.server.diagnosis.StoredState.Reading;
import dev.countersign.server.diagnosis.StoredState.RowCount;
import dev.countersign.server.diagnosis.StoredState.Standing;
import dev.countersign.server.diagnosis.StoredState.StoredOrganization;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.organization.SampleOrganizations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of reading a database without its server, on both engines. */
class InspectedStoreTest {
    @TempDir
    Path folder;

    private static Facts facts(StoreSettings settings) {
        Reading reading = new InspectedStore(settings, Clock.systemUTC()).read(true);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).facts();
    }

    private static StoreSettings postgres(String url) {
        return new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty(), 1, Path.of("unused"));
    }

    private static void holdsTwoOrganizations(Facts facts) {
        assertThat(facts.schema().standing()).isEqualTo(Standing.CURRENT);
        assertThat(facts.schema().version()).isEqualTo(facts.schema().known());
        assertThat(facts.organizations()).extracting(StoredOrganization::slug).containsExactly("", "acme");
        assertThat(facts.rows()).contains(new RowCount("audit_events", "root", Optional.of(1L)));
    }

    @Test
    void readsTheEmbeddedDatabaseBesideAServerAndAfterIt() throws Exception {
        try (var store = new OpenStore(folder)) {
            SampleOrganizations.add(store.organizations(), "acme");
            holdsTwoOrganizations(facts(StoreSettings.embedded(folder)));
            SampleOrganizations.add(store.organizations(), "later");
            assertThat(facts(StoreSettings.embedded(folder)).organizations()).hasSize(3);
        }
        List<String> before = names();

        Facts facts = facts(StoreSettings.embedded(folder));

        assertThat(facts.organizations()).hasSize(3);
        assertThat(facts.clockOffset()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void readsASharedDatabaseWhoseRowsAreSeparatedAndItsClock() {
        String url = PostgresCluster.freshUrlOfOwner();
        try (var store = OpenStore.onPostgres(url)) {
            SampleOrganizations.add(store.organizations(), "acme");

            Facts facts = facts(postgres(url));

            holdsTwoOrganizations(facts);
            assertThat(facts.clockOffset().orElseThrow().abs()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void tellsAnOffsetOfTheClockOfTheDatabaseWithItsSign() {
        String url = PostgresCluster.freshUrl();
        try (var _ = OpenStore.onPostgres(url)) {
            var behind = new SettableClock(Clock.systemUTC().instant().minusSeconds(60));
            var reading = (Reading.Read) new InspectedStore(postgres(url), behind).read(false);
            assertThat(reading.facts().clockOffset().orElseThrow())
                    .isBetween(Duration.ofSeconds(55), Duration.ofSeconds(70));
        }
    }

    @Test
    void tellsAnOlderANewerAndADifferentSchema() {
        Map<String, Integer> known = Map.of("1", 10, "2", 20, "10", 30);
        assertThat(InspectedStore.state(Map.of("1", Optional.of(10), "2", Optional.of(20)), known))
                .satisfies(state -> {
                    assertThat(state.standing()).isEqualTo(Standing.OLDER);
                    assertThat(state.version()).isEqualTo("2");
                    assertThat(state.known()).isEqualTo("10");
                });
        assertThat(InspectedStore.state(Map.of(), known).standing()).isEqualTo(Standing.OLDER);
        assertThat(InspectedStore.state(Map.of("1", Optional.of(11)), known).standing())
                .isEqualTo(Standing.DIFFERENT);
        assertThat(InspectedStore.state(Map.of("1", Optional.empty()), known).standing())
                .isEqualTo(Standing.DIFFERENT);
        assertThat(InspectedStore.state(
                                Map.of(
                                        "1", Optional.of(10),
                                        "2", Optional.of(20),
                                        "10", Optional.of(30),
                                        "11", Optional.of(40)),
                                known)
                        .standing())
                .isEqualTo(Standing.NEWER);
    }

    @Test
    void tellsThatThereIsNoDatabaseAndMakesNone() {
        assertThat(new InspectedStore(StoreSettings.embedded(folder.resolve("none")), Clock.systemUTC()).read(true))
                .isInstanceOf(Reading.Absent.class);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void tellsThatAFileIsNoDatabase() throws Exception {
        Files.writeString(folder.resolve("countersign.db"), "this is no database, but a text of some length");
        assertThat(new InspectedStore(StoreSettings.embedded(folder), Clock.systemUTC()).read(true))
                .isInstanceOf(Reading.Failed.class);
    }
}
