package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import net.jqwik.api.lifecycle.BeforeContainer;

class PostgresAuditSearchTest extends AuditSearchContract {
    @BeforeContainer
    static void open() {
        record(OpenStore.onPostgres(PostgresCluster.freshUrl()));
    }
}
