package dev.countersign.e2e;

import dev.countersign.server.store.PostgresCluster;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of a database failure in which a synchronous standby takes over. */
class StandbyTest {
    @TempDir
    Path folder;

    @Test
    void nothingAnsweredIsLostWhenTheStandbyIsPromotedUnderLoad() throws Exception {
        PostgresCluster primary = PostgresCluster.start(Map.of());
        String url = primary.freshDatabase();
        try (PostgresCluster standby = primary.startStandby();
                Cluster cluster = Cluster.start(
                        folder,
                        2,
                        primary,
                        url.replace(
                                ":" + primary.port(), ":%d,127.0.0.1:%d".formatted(primary.port(), standby.port())))) {
            ClusterLoad.during(cluster, "the standby promoted", () -> {
                primary.stop("immediate");
                // its settings are those of the server that is gone, which waited for a standby
                standby.append("postgresql.auto.conf", "synchronous_standby_names = ''\n");
                standby.promote();
                ClusterLoad.await(ClusterLoad.RESUMED_WITHIN, cluster::works);
                return null;
            });
        }
    }
}
