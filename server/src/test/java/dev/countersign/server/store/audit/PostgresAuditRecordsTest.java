package dev.countersign.server.store.audit;

import dev.countersign.server.store.OpenStore;

class PostgresAuditRecordsTest extends AuditRecordsContract {
    @Override
    public OpenStore emptyStore() {
        return OpenStore.emptiedOnPostgres();
    }
}
