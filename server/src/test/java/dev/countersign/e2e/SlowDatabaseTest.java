package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test with a delay of half a second for every statement, which only makes requests slower. */
class SlowDatabaseTest {
    private static final int ASSERTIONS = Integer.getInteger("countersign.torture.slow", 300);

    /** Until every connection is open: making one takes many statements. */
    private static final int WARM = 200;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostAndNothingPilesUp() throws Exception {
        PostgresCluster database = PostgresCluster.start(Map.of());
        String url = database.freshDatabase();
        try (SlowRelay relay = SlowRelay.to(database.port());
                Cluster cluster =
                        Cluster.start(folder, 1, database, url.replace(":" + database.port(), ":" + relay.port()))) {
            assertThat(cluster.works()).isTrue();
            try (var load = new ClusterLoad(cluster)) {
                load.present(WARM);
                relay.delay(Duration.ofMillis(500));
                load.present(ASSERTIONS);
                relay.delay(Duration.ZERO);
                load.verify();
                load.verifyRecords();
                load.report("every answer of the database half a second late");
                assertThat(load.tokens()).as(load.toString()).isGreaterThan(WARM + ASSERTIONS * 9 / 10);
            }
            assertThat(cluster.node(0).api().isReady()).isTrue();
        }
    }
}
