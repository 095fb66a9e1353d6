package dev.countersign.server.store;

import net.jqwik.api.lifecycle.BeforeContainer;

class PostgresAuditLookTest extends AuditLookContract {
    @BeforeContainer
    static void open() {
        record(OpenStore.onPostgres(PostgresCluster.freshUrl()));
    }
}
