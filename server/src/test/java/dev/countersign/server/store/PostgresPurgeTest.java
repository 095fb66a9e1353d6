package dev.countersign.server.store;

import java.time.Duration;

/** The contract on PostgreSQL, which drops whole partitions: six hours of replay keys, a week of everything else. */
class PostgresPurgeTest extends PurgeContract {
    private final String url = PostgresCluster.freshUrl();

    @Override
    OpenStore openDatabase() {
        return OpenStore.onPostgres(url);
    }

    @Override
    Duration slack() {
        return Duration.ofDays(7);
    }
}
